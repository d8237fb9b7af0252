// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.app.Main;
import dev.parley.app.client.ClientSettings;
import dev.parley.app.client.Ports;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.LocalSecrets;
import dev.parley.app.configuration.RunMode;
import dev.parley.client.PusherClient;
import dev.parley.database.Migrations;
import dev.parley.database.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The whole product on free ports, as a browser uses it.
@Timeout(180)
final class ServiceTest {
    /// Lets the system choose every port.
    static final Map<String, String> FREE_PORTS =
            Map.of(
                    "PORT", "0",
                    "CHANNELS_PORT", "0",
                    "CHANNELS_ADMIN_PORT", "0",
                    "GATEWAY_PORT", "0",
                    "DATABASE_PORT", "0");

    private final List<String> progress = new ArrayList<>();
    @TempDir private Path temporary;

    @Test
    void a_message_goes_from_one_browser_to_another() throws Exception {
        var environment = new HashMap<>(FREE_PORTS);
        environment.put("PARLEY_DATA", temporary.resolve("data").toString());
        var configuration = Configuration.read(environment, RunMode.EVERYTHING);
        try (var client = HttpClient.newHttpClient();
                var folder = DataFolder.open(temporary.resolve("data"));
                var service = Service.everything(configuration, folder, page(), recorder())) {
            var settings = settings(configuration, service.start().ports());
            var ada = SignedInClient.signIn(client, settings);
            var room = ada.createRoom("Tea");
            var channel = "private-room-" + room;

            try (var subscriber =
                    PusherClient.connect(
                            client.newWebSocketBuilder(),
                            settings.pusher().socketAddress("test"),
                            Duration.ofSeconds(10))) {
                subscriber.subscribe(channel, ada.authorize(subscriber.socketId(), channel), null);

                ada.say(room, "hello");

                var event = subscriber.next("new-message");
                assertThat(event.channel()).isEqualTo(channel);
                assertThat(event.data().path("content").asText()).isEqualTo("hello");
                assertThat(event.data().path("event_id").asText()).contains(room);
            }
            assertThat(get(client, settings.parleyUrl() + "/ready")).contains("wal");
            assertThat(get(client, settings.parleyUrl() + "/ready/checks"))
                    .contains(
                            "\"ok\" : true",
                            "\"name\" : \"log.slot\"",
                            "\"name\" : \"pusher.keys\"")
                    .doesNotContain("canary", "database.consistency");
            assertThat(seenByAnotherProcess()).contains(settings.parleyUrl().toString());
            assertThat(get(client, settings.parleyUrl() + "/metrics"))
                    .contains(
                            "parley_worker_capture_running 1.0", "parley_channels_publishes_total");
            assertThat(get(client, settings.parleyUrl() + "/")).contains("the page");
            assertThat(get(client, settings.parleyUrl() + "/config.json"))
                    .contains("\"supabaseUrl\":\"" + settings.supabaseUrl() + "\"");
        }

        assertThat(progress)
                .containsExactly(
                        "PostgreSQL", "schema", "admin", "channels", "mails", "gateway", "worker");
        assertThat(temporary.resolve("data/postgres/postmaster.pid")).doesNotExist();
    }

    @Test
    void a_database_that_was_not_migrated_stops_the_start_and_names_the_command() throws Exception {
        try (var database = EmbeddedDatabase.temporary();
                var folder = DataFolder.open(temporary.resolve("for a foreign database"))) {
            var environment = new HashMap<>(FREE_PORTS);
            environment.put("DATABASE_URL", database.url().reveal());
            var configuration = Configuration.read(environment, RunMode.EVERYTHING);
            try (var service = Service.everything(configuration, folder, page(), recorder())) {
                assertThatExceptionOfType(StartException.class)
                        .isThrownBy(service::start)
                        .withMessageContaining("lacks")
                        .withMessageContaining("./parley migrate");
            }
        }
    }

    @Test
    void a_database_that_an_earlier_version_set_up_stops_the_start_and_names_the_command()
            throws Exception {
        try (var database = EmbeddedDatabase.temporary();
                var folder = DataFolder.open(temporary.resolve("for a foreign database"))) {
            Migrations.apply(database.url());
            try (var connection =
                            DriverManager.getConnection(
                                    database.superuser().jdbcUrl(), database.superuser().login());
                    var statement = connection.createStatement()) {
                statement.execute("drop table auth.one_time_tokens");
            }
            var environment = new HashMap<>(FREE_PORTS);
            environment.put("DATABASE_URL", database.url().reveal());
            var configuration = Configuration.read(environment, RunMode.EVERYTHING);
            try (var service = Service.everything(configuration, folder, page(), recorder())) {
                assertThatExceptionOfType(StartException.class)
                        .isThrownBy(service::start)
                        .withMessageContaining("an earlier version")
                        .withMessageContaining("./parley migrate --bootstrap");
            }
        }
    }

    @Test
    void a_worker_on_a_database_that_was_not_migrated_is_not_ready() throws Exception {
        try (var database = EmbeddedDatabase.temporary()) {
            var environment = new HashMap<>(FREE_PORTS);
            environment.put("DATABASE_URL", database.url().reveal());
            environment.put("PUSHER_HOST", "127.0.0.1");
            environment.put("PUSHER_APP_ID", "parley");
            environment.put("PUSHER_KEY", "key");
            environment.put("PUSHER_SECRET", "secret");
            var configuration =
                    Configuration.read(environment, RunMode.WORKER, _ -> LocalSecrets.random());
            try (var service = Service.workerAlone(configuration, recorder())) {
                assertThat(service.start().capturing()).isFalse();
            }
        }
    }

    @Test
    void a_taken_port_stops_the_start_before_anything_is_opened() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var folder = DataFolder.open(temporary.resolve("data"))) {
            var environment = new HashMap<>(FREE_PORTS);
            environment.put("GATEWAY_PORT", Integer.toString(other.getLocalPort()));
            var configuration = Configuration.read(environment, RunMode.EVERYTHING);

            try (var service = Service.everything(configuration, folder, page(), recorder())) {
                assertThatExceptionOfType(StartException.class)
                        .isThrownBy(service::start)
                        .withMessageContaining("set GATEWAY_PORT");
            }

            assertThat(progress).isEmpty();
            assertThat(folder.database()).doesNotExist();
        }
    }

    /// What `parley env` prints, which looks for who holds the data folder.
    private String seenByAnotherProcess() throws IOException {
        var path =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process =
                new ProcessBuilder(java, "-cp", path, Main.class.getName(), "env")
                        .redirectError(Redirect.DISCARD);
        process.environment().put("PARLEY_DATA", temporary.resolve("data").toString());
        try (var out = process.start().getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Path page() throws IOException {
        var page = Files.createDirectories(temporary.resolve("page"));
        Files.writeString(page.resolve("index.html"), "the page");
        return page;
    }

    private StartupProgress recorder() {
        return new StartupProgress() {
            @Override
            public void starting(String part) {
                progress.add(part);
            }

            @Override
            public void started(String part, String detail) {
                assertThat(progress).last().isEqualTo(part);
            }
        };
    }

    private static String get(HttpClient client, String address) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(address)).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private static ClientSettings settings(Configuration configuration, Ports ports) {
        return ClientSettings.of(configuration, ports, "127.0.0.1");
    }
}
