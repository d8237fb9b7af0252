// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import dev.parley.app.admin.AccessGuard;
import dev.parley.app.admin.BriefReadiness;
import dev.parley.app.admin.InboxRoutes;
import dev.parley.app.admin.Metrics;
import dev.parley.app.admin.MetricsRoute;
import dev.parley.app.admin.ProcessReadiness;
import dev.parley.app.client.Ports;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.DatabaseSettings;
import dev.parley.app.configuration.Pusher;
import dev.parley.app.configuration.RunMode;
import dev.parley.app.configuration.Supabase;
import dev.parley.app.supervision.Supervisor;
import dev.parley.app.trace.OtlpTraces;
import dev.parley.channels.ChannelServer;
import dev.parley.database.DatabaseUrl;
import dev.parley.database.Migrations;
import dev.parley.database.embedded.EmbeddedDatabase;
import dev.parley.gateway.Gateway;
import dev.parley.gateway.GatewayConfig;
import dev.parley.gateway.auth.AuthSettings;
import dev.parley.gateway.mail.Inbox;
import dev.parley.gateway.mail.MailException;
import dev.parley.gateway.mail.Mailer;
import dev.parley.gateway.mail.SmtpMailer;
import dev.parley.http.HttpServer;
import dev.parley.http.Routes;
import dev.parley.worker.Worker;
import dev.parley.worker.delivery.DeliveryListener;
import dev.parley.worker.health.PartHealth;
import dev.parley.worker.http.Answers;
import dev.parley.worker.publish.PusherApp;
import dev.parley.worker.publish.PusherTarget;
import dev.parley.worker.publish.Target;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The parts that can be started, each with what the operator has set; what was started is closed with
/// them, last first.
final class Components implements AutoCloseable {
    private static final Duration READY_PATIENCE = Duration.ofSeconds(20);
    private static final int READY_POLL_MILLIS = 20;
    private static final int CONNECT_SECONDS = 5;

    private final Configuration configuration;
    private final StartupProgress progress;
    private final Clock clock = Clock.systemUTC();
    private final CloseStack open = new CloseStack();
    private final Metrics metrics;
    private final Supervisor supervisor = new Supervisor(clock, new Random());
    private final Inbox inbox = new Inbox(clock);
    private final InboxRoutes mails = new InboxRoutes(inbox, new SecureRandom());
    private final ProcessReadiness readiness = new ProcessReadiness(supervisor::allUp);
    private @Nullable AdminFront admin;
    private boolean capturing = true;

    /// What is listened on, once that is known.
    private final CompletableFuture<Ports> taken = new CompletableFuture<>();

    private final CountDownLatch closed = new CountDownLatch(1);

    Components(Configuration configuration, StartupProgress progress) {
        this.configuration = configuration;
        this.progress = progress;
        this.metrics = open(Metrics::new);
    }

    Configuration configuration() {
        return configuration;
    }

    Clock clock() {
        return clock;
    }

    /// Starts the embedded database and applies the migrations, or finds the operator's own.
    DatabaseUrl database(Path data) {
        progress.starting("PostgreSQL");
        return switch (configuration.database()) {
            case DatabaseSettings.Embedded(var port) -> {
                var server = open(() -> EmbeddedDatabase.start(data, port));
                open(() -> supervisor.watch(new DatabasePart(server)));
                var url = server.url();
                progress.started("PostgreSQL", address(url));
                migrate(url);
                refuseDemoPeople(url);
                yield url;
            }
            case DatabaseSettings.External(var url) -> {
                checkMigrated(url);
                refuseDemoPeople(url);
                progress.started("PostgreSQL", address(url) + " (yours)");
                yield url;
            }
        };
    }

    /// Starts the admin port, which is closed after the server it shows; returns the port.
    int admin(Pusher.Local local) {
        progress.starting("admin");
        admin =
                open(() ->
                        AdminFront.start(
                                configuration,
                                local,
                                metrics,
                                readiness,
                                Optional.of(mails),
                                clock));
        watch("admin", admin::isListening, admin::listenAgain);
        progress.started("admin", "http://" + configuration.bindAddress() + ":" + admin.port());
        return admin.port();
    }

    /// Starts our Pusher-compatible server, after its admin port.
    ///
    /// @param mode what the configuration was read for
    ChannelServer channels(Pusher.Local local, RunMode mode) {
        progress.starting("channels");
        var front = Objects.requireNonNull(admin, "the admin port starts first");
        var config = ChannelsSettings.of(configuration, local, clock, metrics.registry());
        var server = open(() -> ChannelServer.start(config));
        watch("channels", server::isListening, server::listenAgain);
        open(() -> IdleGc.watching(server::connections));
        front.show(server);
        local.tree()
                .file()
                .ifPresent(file ->
                        open(() ->
                                ChannelsReload.start(
                                        file,
                                        local.tree(),
                                        text -> configuration.reread(local, text, mode),
                                        server::reload)));
        var scheme = config.tls() == null ? "ws" : "wss";
        progress.started(
                "channels",
                "%s://%s:%d%s, apps: %s"
                        .formatted(
                                scheme,
                                configuration.bindAddress(),
                                server.port(),
                                config.pathPrefix(),
                                ChannelsSettings.names(config.apps())));
        return server;
    }

    Gateway gateway(Supabase.Local local, DatabaseUrl database) {
        var mailer = mailer(local);
        progress.starting("gateway");
        var config =
                new GatewayConfig(
                        configuration
                                .http()
                                .server("gateway", configuration.bindAddress(), local.port()),
                        local.url().orElse(null),
                        database,
                        local.jwtSecret(),
                        "public",
                        GatewayConfig.Limits.defaults(),
                        AuthSettings.of(local.rates(), local.redirects()));
        var gateway = open(() -> Gateway.start(config, mailer, clock));
        watch("gateway", gateway::isListening, gateway::listenAgain);
        progress.started("gateway", "http://" + configuration.bindAddress() + ":" + gateway.port());
        return gateway;
    }

    /// Returns what takes the gateway's mails: a mail server, or the inbox that the admin port shows.
    private Mailer mailer(Supabase.Local local) {
        progress.starting("mails");
        if (local.smtp().isPresent()) {
            var smtp = local.smtp().get();
            progress.started(
                    "mails",
                    "sent by %s:%d as %s".formatted(smtp.host(), smtp.port(), smtp.from()));
            return new SmtpMailer(smtp, clock);
        }
        if (admin == null) {
            progress.started(
                    "mails",
                    "none: set GATEWAY_SMTP_HOST, as the admin port, which would show them, does not run");
            return () -> {
                throw new MailException("nobody takes mails: the admin port does not run");
            };
        }
        progress.started(
                "mails",
                "not sent, but shown at http://%s:%d%s"
                        .formatted(configuration.bindAddress(), admin.port(), mails.path()));
        return inbox;
    }

    /// Returns the server of others as the worker's target.
    Target target(Pusher.Hosted hosted) {
        var app =
                new PusherApp(
                        hosted.appId(),
                        hosted.credentials(),
                        hosted.apiHost(),
                        hosted.port(),
                        hosted.tls());
        return open(() -> new PusherTarget("pusher", app, clock));
    }

    /// Starts the worker; [#awaitReady] waits until it captures.
    Worker worker(Optional<DatabaseUrl> database, List<Target> targets) {
        progress.starting("worker");
        var settings = WorkerSettings.of(configuration, database);
        var listener = traces();
        return open(() -> Worker.start(settings, targets, clock, metrics.registry(), listener));
    }

    /// Starts the web server on `PORT`, and the one on `METRICS_PORT` when it is set.
    ///
    /// @param more what `PORT` serves beside the worker and the metrics
    HttpServer front(Worker worker, Consumer<Routes.Builder> more) {
        var monitoring = configuration.monitoring();
        var guard =
                new AccessGuard(
                        configuration.bindAddress(),
                        configuration.isLoopback(),
                        monitoring.token());
        monitoring
                .port()
                .ifPresent(port -> {
                    var all = Routes.builder();
                    new MetricsRoute(guard::onPrivatePort, metrics).addTo(all);
                    listen("metrics", port, all);
                });
        var all =
                Routes.builder()
                        .filter(
                                new BriefReadiness(
                                        guard,
                                        () -> worker.readiness().ready() && supervisor.allUp()));
        new MetricsRoute(guard::onPublicPort, metrics).addTo(all);
        new ChecksRoute(
                        guard,
                        () ->
                                Optional.ofNullable(taken.getNow(null))
                                        .map(ports -> DeploymentFinder.own(configuration, ports)),
                        clock)
                .addTo(all);
        worker.addTo(all, this::health);
        more.accept(all);
        return listen("worker", configuration.port(), all);
    }

    private HttpServer listen(String name, int port, Routes.Builder routes) {
        var config = configuration.http().server(name, configuration.bindAddress(), port);
        var server =
                open(() -> HttpServer.start(config, routes.build(), Answers::openRefusal, clock));
        watch(name, server::isListening, server::listenAgain);
        return server;
    }

    private void watch(String name, BooleanSupplier listening, Runnable again) {
        open(() -> supervisor.watch(new ListenerPart(name, listening, again)));
    }

    private List<PartHealth> health() {
        return supervisor.parts().stream()
                .map(part -> new PartHealth(part.name(), part.up(), part.restarts()))
                .toList();
    }

    /// Starts to send traces when the operator has said where to; they are sent to the last after the
    /// worker has stopped.
    private DeliveryListener traces() {
        var tracing = configuration.monitoring().tracing();
        if (tracing.isEmpty()) {
            return _ -> {};
        }
        try {
            return open(() -> new OtlpTraces(tracing.get().variables()));
        } catch (StartException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new StartException("a variable of OpenTelemetry is wrong: " + e.getMessage(), e);
        }
    }

    /// Waits until the worker captures, for a while: it goes on trying when its database is away.
    void awaitReady(Worker worker) {
        var deadline = clock.instant().plus(READY_PATIENCE);
        try {
            var wanted = true;
            while (wanted && !worker.readiness().ready() && clock.instant().isBefore(deadline)) {
                wanted = !closed.await(READY_POLL_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while starting", e);
        }
        var capture = worker.readiness().capture();
        capturing = capture.running();
        progress.started(
                "worker",
                capture.running()
                        ? "reads the log by " + capture.mode()
                        : "does not read the log yet: " + capture.detail());
    }

    /// Returns whether the worker captured changes when its start was waited for; true without a worker.
    boolean capturing() {
        return capturing;
    }

    /// Waits until the parts are closed.
    void awaitClose() throws InterruptedException {
        closed.await();
    }

    /// Every port has been taken.
    void taken(Ports all) {
        taken.complete(all);
    }

    /// Returns what is listened on; waits until that is known.
    Ports ports() {
        return taken.join();
    }

    /// Everything runs.
    void ready() {
        readiness.ready();
    }

    @Override
    public void close() {
        readiness.stopping();
        closed.countDown();
        open.close();
    }

    private void migrate(DatabaseUrl url) {
        progress.starting("schema");
        var applied = Migrations.apply(url);
        var seeded = configuration.isLoopback() && Migrations.seed(url);
        progress.started(
                "schema",
                applied.isEmpty()
                        ? "up to date"
                        : "%d migrations applied%s"
                                .formatted(applied.size(), seeded ? ", demo rooms made" : ""));
    }

    private void refuseDemoPeople(DatabaseUrl url) {
        if (!configuration.isLoopback()) {
            DemoPeople.refuse(url, configuration.bindAddress());
        }
    }

    private static void checkMigrated(DatabaseUrl url) {
        var login = url.login();
        login.setProperty("loginTimeout", Integer.toString(CONNECT_SECONDS));
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), login)) {
            var missing = Migrations.compare(connection).missing();
            if (!missing.isEmpty()) {
                throw new StartException(
                        "the database at %s lacks %d migrations (%s …): run ./parley migrate with this DATABASE_URL"
                                .formatted(address(url), missing.size(), missing.getFirst()));
            }
            if (isOfEarlierVersion(connection)) {
                throw new StartException(
                        "the roles and the schema auth of the database at %s are of an earlier version: run ./parley migrate --bootstrap with this DATABASE_URL, as a superuser"
                                .formatted(address(url)));
            }
        } catch (SQLException e) {
            throw new StartException(
                    "DATABASE_URL leads to %s, which does not let us in: %s"
                            .formatted(address(url), e.getMessage()),
                    e);
        }
    }

    /// Returns whether it has what our gateway keeps, but not all of it. A database that Supabase Auth keeps has
    /// all, and one without sign-in has nothing.
    private static boolean isOfEarlierVersion(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                "select where to_regclass('auth.refresh_tokens') is not null"
                                        + " and to_regclass('auth.one_time_tokens') is null")) {
            return row.next();
        }
    }

    private static String address(DatabaseUrl url) {
        return url.host() + ":" + url.port();
    }

    private <T extends AutoCloseable> T open(Callable<T> opener) {
        try {
            return open.open(opener);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new StartException("cannot start: " + e.getMessage(), e);
        }
    }
}
