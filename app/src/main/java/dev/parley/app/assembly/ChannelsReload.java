// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import dev.parley.app.configuration.ChannelsTree;
import dev.parley.app.configuration.ConfigurationException;
import dev.parley.channels.config.App;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the file of `CHANNELS_CONFIG` and gives a running server its apps when they change. A
/// virtual thread of its own looks twice a second, at what the name leads to at that moment, so that a
/// file that is replaced, or reached through a link that is moved, counts as changed.
///
/// A file that cannot be used changes nothing. It is complained of once, when it has stayed the same
/// for two looks: it may be half written at the first.
final class ChannelsReload implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ChannelsReload.class);
    private static final long INTERVAL_MILLIS = 500;

    /// What tells one state of a file from another without reading it.
    private record Stamp(@Nullable Object key, long size, FileTime modified) {}

    private final Path file;
    private final ChannelsTree started;
    private final Function<String, ChannelsTree> reader;
    private final Consumer<List<App>> server;
    private final CountDownLatch closed = new CountDownLatch(1);

    // All that follows belongs to the watching thread.
    private List<App> apps;
    private @Nullable Stamp seen;
    private @Nullable String doubted;
    private @Nullable String complained;

    private ChannelsReload(
            Path file,
            ChannelsTree started,
            Function<String, ChannelsTree> reader,
            Consumer<List<App>> server) {
        this.file = file;
        this.started = started;
        this.reader = reader;
        this.server = server;
        this.apps = started.apps();
    }

    /// Begins to watch.
    ///
    /// @param started what the server was started with
    /// @param reader reads the file's text; throws a [ConfigurationException] for one that is no good
    /// @param server takes the apps that hold from now on
    static ChannelsReload start(
            Path file,
            ChannelsTree started,
            Function<String, ChannelsTree> reader,
            Consumer<List<App>> server) {
        var reload = new ChannelsReload(file, started, reader, server);
        Thread.ofVirtual().name("channels-reload").start(reload::run);
        return reload;
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void run() {
        try {
            while (!closed.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            var stamp =
                    new Stamp(
                            attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
            if (stamp.equals(seen) && Objects.equals(doubted, complained)) {
                return;
            }
            seen = stamp;
            apply(reader.apply(Files.readString(file)));
            doubted = null;
            complained = null;
        } catch (ConfigurationException | IllegalArgumentException e) {
            doubt(String.valueOf(e.getMessage()));
        } catch (CharacterCodingException _) {
            doubt("the file is not UTF-8");
        } catch (IOException e) {
            doubt("the file cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private void apply(ChannelsTree tree) {
        if (!tree.apps().equals(apps)) {
            server.accept(tree.apps());
            apps = tree.apps();
            log.atInfo()
                    .addKeyValue("file", file)
                    .addKeyValue("apps", apps.size())
                    .log("apps changed");
        }
        if (!tree.server().equals(started.server())) {
            log.atWarn()
                    .addKeyValue("file", file)
                    .log("settings of the whole server changed; they hold after a restart");
        }
    }

    private void doubt(String reason) {
        if (!reason.equals(doubted)) {
            doubted = reason;
        } else if (!Objects.equals(reason, complained)) {
            complained = reason;
            log.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("reason", reason)
                    .log("changed apps cannot be used; the old ones stay");
        }
    }
}
