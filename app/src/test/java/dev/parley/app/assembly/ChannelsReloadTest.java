// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.Pusher;
import dev.parley.app.configuration.RunMode;
import dev.parley.channels.ChannelServer;
import dev.parley.channels.config.App;
import dev.parley.channels.inspect.AppView;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChannelsReloadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final BlockingQueue<List<App>> applied = new LinkedBlockingQueue<>();
    @TempDir private Path folder;
    private Path file;
    private ChannelsReload reload;

    @BeforeEach
    void watch() throws IOException {
        Files.writeString(folder.resolve("first.json"), apps("shop"));
        file = Files.createSymbolicLink(folder.resolve("channels.json"), Path.of("first.json"));
        var configuration =
                Configuration.read(Map.of("CHANNELS_CONFIG", file.toString()), RunMode.CHANNELS);
        var local = (Pusher.Local) configuration.pusher();
        reload =
                ChannelsReload.start(
                        file,
                        local.tree(),
                        text -> configuration.reread(local, text, RunMode.CHANNELS),
                        applied::add);
    }

    @AfterEach
    void stop() {
        reload.close();
    }

    @Test
    void a_changed_file_is_applied_within_two_seconds() throws Exception {
        Files.writeString(folder.resolve("first.json"), apps("other"));

        assertThat(next()).extracting(App::id).containsExactly("other");
    }

    @Test
    void a_running_server_serves_the_apps_of_the_changed_file() throws Exception {
        var environment = Map.of("CHANNELS_CONFIG", file.toString(), "CHANNELS_PORT", "0");
        var configuration = Configuration.read(environment, RunMode.CHANNELS);
        var local = (Pusher.Local) configuration.pusher();
        var config =
                ChannelsSettings.of(
                        configuration, local, Clock.systemUTC(), new CompositeMeterRegistry());
        try (var server = ChannelServer.start(config);
                var _ =
                        ChannelsReload.start(
                                file,
                                local.tree(),
                                text -> configuration.reread(local, text, RunMode.CHANNELS),
                                server::reload)) {
            Files.writeString(folder.resolve("first.json"), apps("other"));

            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(server.inspect().apps())
                                    .extracting(AppView::id)
                                    .containsExactly("other"));
        }
    }

    @Test
    void a_link_that_is_moved_counts_as_a_change() throws Exception {
        Files.writeString(folder.resolve("second.json"), apps("shoe"));
        var link = Files.createSymbolicLink(folder.resolve("new"), Path.of("second.json"));
        Files.move(link, file, StandardCopyOption.ATOMIC_MOVE);

        assertThat(next()).extracting(App::id).containsExactly("shoe");
    }

    @Test
    void a_file_that_cannot_be_used_changes_nothing_and_is_complained_of_once() throws Exception {
        try (var log = new RecordedLog(ChannelsReload.class)) {
            Files.writeString(folder.resolve("first.json"), apps("other").replace("keys", "kexs"));

            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(log.lines())
                                    .singleElement()
                                    .asString()
                                    .contains("the old ones stay", "apps[0].kexs is unknown"));
            Files.writeString(folder.resolve("first.json"), apps("mended"));

            assertThat(next()).extracting(App::id).containsExactly("mended");
        }
    }

    @Test
    void settings_of_the_whole_server_wait_for_a_restart() throws Exception {
        try (var log = new RecordedLog(ChannelsReload.class)) {
            var text = apps("shop");
            Files.writeString(
                    folder.resolve("first.json"),
                    text.substring(0, text.length() - 1) + ", \"loops\": 2}");

            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(log.lines())
                                    .singleElement()
                                    .asString()
                                    .contains("they hold after a restart"));
            assertThat(applied).isEmpty();
        }
    }

    private List<App> next() throws InterruptedException {
        var apps = applied.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return Objects.requireNonNull(apps, "the change was not noticed");
    }

    private static String apps(String id) {
        return """
        {"apps": [{"id": "%s", "keys": [{"key": "k", "secret": "s"}]}]}\
        """
                .formatted(id);
    }
}
