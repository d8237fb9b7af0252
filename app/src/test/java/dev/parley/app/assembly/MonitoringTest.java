// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.parley.app.client.ClientSettings;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.RunMode;
import dev.parley.app.trace.OtlpReceiver;
import dev.parley.app.trace.ReceivedSpan;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// What operators see of a running product: one run, looked at from every side.
@Timeout(180)
final class MonitoringTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern NAME = Pattern.compile("\\b(?:parley|jvm|process|system)_\\w+");
    private static final Pattern DOCUMENTED =
            Pattern.compile("(?m)^\\| `(parley_worker_\\w+)` \\|");
    private static final String CONTENT = "words that nobody but the room may read";

    @TempDir private Path temporary;

    @Test
    void a_run_can_be_watched_and_gives_no_secret_away() throws Exception {
        var root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        var ours = (Logger) LoggerFactory.getLogger("dev.parley");
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        root.addAppender(log);
        ours.setLevel(Level.TRACE);
        try (var receiver = new OtlpReceiver()) {
            var environment = new HashMap<>(ServiceTest.FREE_PORTS);
            environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint());
            environment.put("WEBHOOK_SECRET", "the-secret-of-the-webhook");
            environment.put("PUSHER_SECRET", "the-secret-of-the-app");
            environment.put("SUPABASE_JWT_SECRET", "the-secret-that-signs-all-the-tokens");
            environment.put("CHANNELS_ADMIN_TOKEN", "the-token-of-the-admins");
            var token = run(environment);

            assertThat(receiver.spans())
                    .extracting(ReceivedSpan::name)
                    .contains("deliver new-message", "capture", "queue", "publish");
            assertThat(log.list).isNotEmpty();
            assertThat(
                            log.list.stream()
                                    .map(MonitoringTest::text)
                                    .collect(Collectors.joining("\n")))
                    .doesNotContain(CONTENT, token, "the-secret-", "the-token-");
        } finally {
            root.detachAppender(log);
            ours.setLevel(null);
        }
    }

    /// Runs the product, talks, and looks at its metrics; returns the access token that was used.
    private String run(Map<String, String> environment) throws Exception {
        var configuration = Configuration.read(environment, RunMode.EVERYTHING);
        try (var client = HttpClient.newHttpClient();
                var folder = DataFolder.open(temporary.resolve("data"));
                var service = Service.everything(configuration, folder, page(), silent())) {
            var ports = service.start().ports();
            var settings = ClientSettings.of(configuration, ports, "127.0.0.1");
            var ada = SignedInClient.signIn(client, settings);
            var room = ada.createRoom("Tea");
            ada.say(room, CONTENT);
            post(client, settings.parleyUrl() + "/webhook", "{\"record\":\"" + CONTENT + "\"}");
            post(
                    client,
                    settings.parleyUrl() + "/pusher/auth",
                    "socket_id=1.1&channel_name=" + CONTENT);

            var address = settings.parleyUrl() + "/metrics";
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() ->
                            get(client, address)
                                    .contains("latency_seconds_count{target=\"channels\"} 2"));
            var live = names(get(client, address));

            assertFilesNameOnly(live);
            assertThat(documented()).isEqualTo(plain(live));
            return ada.token();
        }
    }

    private static void assertFilesNameOnly(Set<String> live) throws IOException {
        for (var file : List.of("deploy/grafana/parley.json", "deploy/prometheus/alerts.yml")) {
            var named = names(Files.readString(ROOT.resolve(file)));

            assertThat(named).as(file).isNotEmpty();
            assertThat(live).as("the metrics that " + file + " names").containsAll(named);
        }
    }

    private static Set<String> documented() throws IOException {
        return DOCUMENTED
                .matcher(Files.readString(ROOT.resolve("docs/metrics.md")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The worker's metrics, those that belong to one distribution as one.
    private static Set<String> plain(Set<String> live) {
        return live.stream()
                .filter(name -> name.startsWith("parley_worker_"))
                .map(name -> name.replaceFirst("_(bucket|count|sum|max)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(String text) {
        return NAME.matcher(text.replaceAll("(?m)^#.*$", ""))
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(ILoggingEvent event) {
        var cause = event.getThrowableProxy();
        return event.getFormattedMessage()
                + event.getKeyValuePairs()
                + (cause == null ? "" : ThrowableProxyUtil.asString(cause));
    }

    private Path page() throws IOException {
        var page = Files.createDirectories(temporary.resolve("page"));
        Files.writeString(page.resolve("index.html"), "the page");
        return page;
    }

    private static StartupProgress silent() {
        return new StartupProgress() {
            @Override
            public void starting(String part) {}

            @Override
            public void started(String part, String detail) {}
        };
    }

    private static String get(HttpClient client, String address) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(address)).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private static void post(HttpClient client, String address, String body) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(address))
                        .POST(BodyPublishers.ofString(body))
                        .build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isGreaterThan(299);
    }
}
