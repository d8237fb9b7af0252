package dev.parley.app.assembly;

import dev.parley.app.client.ClientSettings;
import dev.parley.app.client.Ports;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.Database;
import dev.parley.app.page.Page;
import dev.parley.database.DatabaseUrl;
import dev.parley.database.embedded.EmbeddedDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/// A whole Parley: database, channels, gateway and worker, each only when nobody else provides it.
///
/// One thread calls [#start()]; any thread may close, also while the start is still under way.
public final class Service implements AutoCloseable {
    private final Configuration configuration;
    private final DataFolder folder;
    private final Path page;
    private final Progress progress;
    private final Clock clock = Clock.systemUTC();
    private final CloseStack parts = new CloseStack();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<Ports> ports = new AtomicReference<>(new Ports(0, 0, 0, 0));

    /// @param folder the data folder, which stays the caller's to close
    /// @param page the folder of the built page
    public Service(Configuration configuration, DataFolder folder, Path page, Progress progress) {
        this.configuration = configuration;
        this.folder = folder;
        this.page = page;
        this.progress = progress;
    }

    /// Starts everything; what a failed start leaves open, [#close()] closes.
    ///
    /// @throws StartException when a person must change something first
    public Started start() {
        var began = clock.instant();
        PortCheck.check(configuration, folder.leftoverDatabasePort());
        var database = startDatabase();
        var front = startFront();
        var taken = new Ports(front.port(), 0, 0, database.port());
        ports.set(taken);
        folder.note(taken);
        return new Started(taken, Duration.between(began, clock.instant()));
    }

    /// Waits until the service is closed.
    public void awaitClose() throws InterruptedException {
        closed.await();
    }

    @Override
    public void close() {
        try {
            parts.close();
        } finally {
            closed.countDown();
        }
    }

    private DatabaseUrl startDatabase() {
        progress.starting("PostgreSQL");
        var url =
                switch (configuration.database()) {
                    case Database.Embedded(var port) ->
                            open(() -> EmbeddedDatabase.start(folder.database(), port)).url();
                    case Database.External(var external) -> external;
                };
        progress.started("PostgreSQL", url.host() + ":" + url.port());
        return url;
    }

    private HttpFront startFront() {
        var assets = Page.read(page, this::settings);
        return open(() ->
                HttpFront.start(
                        configuration.bindAddress(),
                        configuration.port(),
                        routing -> routing.register(assets)));
    }

    /// What a browser that reached this machine as `host` must use.
    private ClientSettings settings(String host) {
        var reached =
                ClientSettings.isWildcard(configuration.bindAddress())
                        ? host
                        : configuration.bindAddress();
        return ClientSettings.of(configuration, ports.get(), reached);
    }

    private <T extends AutoCloseable> T open(Callable<T> opener) {
        try {
            return parts.open(opener);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new StartException("cannot start: " + e.getMessage(), e);
        }
    }
}
