// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.config.ServerLimits;
import dev.parley.channels.tls.TestCertificate;
import dev.parley.protocol.api.PublishEvent;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The server with TLS of its own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
    private static final String DATA = "x".repeat(10_000);

    private final RunningServer server;
    private final SSLContext trust;
    private final HttpClient http;

    TlsTest(@TempDir Path directory) throws Exception {
        var certificate = TestCertificate.generate(directory, "server", "EC");
        var tls = certificate.writeTo(directory);
        trust = certificate.client();
        http = HttpClient.newBuilder().sslContext(trust).build();
        server =
                new RunningServer(config ->
                        Change.app(app -> app.with(Change.tlsOnly(app.features())))
                                .apply(Change.limits(TlsTest::quickToCut).apply(config))
                                .with(tls));
    }

    private static ServerLimits quickToCut(ServerLimits limits) {
        return Change.withOutbound(
                Change.quickToClose(limits),
                limits.outbound().socketBytes(),
                Duration.ofSeconds(2));
    }

    @AfterAll
    void stop() {
        server.close();
        http.shutdownNow();
    }

    @Test
    void events_reach_clients_over_tls_in_order() {
        try (var client = connected()) {
            client.join("news");

            for (int i = 0; i < 50; i++) {
                publish("news", "e" + i, DATA);
            }

            for (int i = 0; i < 50; i++) {
                client.next("e" + i);
            }
        }
    }

    @Test
    void requests_are_answered_over_tls() throws IOException, InterruptedException {
        var answer =
                http.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                "https://127.0.0.1:" + server.port() + "/health"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void a_refusal_over_tls_has_its_close_code() {
        try (var client = open("/app/nobody")) {
            assertThat(client.closeCode()).isEqualTo(4001);
        }
    }

    @Test
    void a_close_over_tls_is_answered() {
        try (var client = connected()) {
            client.closeNormally();

            assertThat(client.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void a_slow_reader_over_tls_is_closed() throws IOException {
        int connections = server.server().connections();
        try (var socket = trust.getSocketFactory().createSocket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write(RawSocket.upgrade("/app/test-key").getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream()
                    .write(
                            RawSocket.text(
                                    "{\"event\":\"pusher:subscribe\",\"data\":{\"channel\":\"slow\"}}"));
            socket.getOutputStream().flush();
            readUntilSubscribed(socket.getInputStream());

            for (int i = 0; i < 3_000; i++) {
                publish("slow", "e", DATA);
            }

            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> server.server().connections() == connections);
        }
    }

    @Test
    void what_is_no_tls_is_cut_off() throws IOException {
        try (var client = new RawSocket(server.port())) {
            client.write(RawSocket.upgrade("/app/test-key"));

            assertThat(client.readToEnd()).doesNotContain("HTTP/1.1");
        }
    }

    private TestClient connected() {
        var client = open("/app/test-key");
        client.greeted();
        return client;
    }

    private TestClient open(String path) {
        return new TestClient(http, URI.create("wss://127.0.0.1:" + server.port() + path));
    }

    private static void readUntilSubscribed(InputStream in) throws IOException {
        var read = new StringBuilder();
        while (read.indexOf("subscription_succeeded") < 0) {
            read.append((char) in.read());
        }
    }

    private void publish(String channel, String name, String data) {
        server.server()
                .publish(RunningServer.APP_ID, List.of(PublishEvent.to(channel, name, data)));
    }
}
