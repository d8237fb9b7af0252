// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// Answers of 80 MB from a heap of 48 MB.
@ExtendWith(ProjectExtension.class)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class LongAnswerTest {
    private static final int ROWS = 1_000;
    private static final int ROW_TIMES = 27_000;
    private static final int VALUE_TIMES = ROWS * ROW_TIMES;
    private static final String ROWS_PATH =
            "/rest/v1/rpc/long_rows?rows=%d&times=%d".formatted(ROWS, ROW_TIMES);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Project project;

    /// Its statements may take as long as they take.
    private final String key = ApiKeys.of(Project.SECRET).serviceRole().reveal();

    private SmallHeap gateway;

    LongAnswerTest(Project project) {
        this.project = project;
    }

    @BeforeEach
    void start() throws IOException {
        gateway = SmallHeap.start(project.url());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void rows_longer_than_the_heap_are_answered_whole() throws IOException, InterruptedException {
        var text = "aé".repeat(ROW_TIMES);

        try (var body = get(ROWS_PATH)) {
            for (var n = 1; n <= ROWS; n++) {
                var row = "{\"n\":%d,\"text\":\"%s\"}".formatted(n, text);
                expect(body, (n == 1 ? "[" : ", \n ") + row);
            }
            expect(body, "]");
            assertThat(body.read()).isEqualTo(-1);
        }
    }

    @Test
    void one_value_longer_than_the_heap_is_answered_whole()
            throws IOException, InterruptedException {
        var part = "aé".repeat(ROW_TIMES);

        try (var body = get("/rest/v1/rpc/long_value?times=" + VALUE_TIMES)) {
            expect(body, "\"");
            for (var n = 0; n < ROWS; n++) {
                expect(body, part);
            }
            expect(body, "\"");
            assertThat(body.read()).isEqualTo(-1);
        }
    }

    @Test
    void an_answer_nobody_reads_leaves_the_heap_to_others()
            throws IOException, InterruptedException {
        try (var unread = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            unread.getOutputStream()
                    .write(
                            "GET %s HTTP/1.1\r\nHost: x\r\napikey: %s\r\n\r\n"
                                    .formatted(ROWS_PATH, key)
                                    .getBytes(StandardCharsets.US_ASCII));
            // The first byte of an answer is sent when all of it is there.
            expect(unread.getInputStream(), "HTTP/1.1 200 ");

            for (var n = 0; n < 50; n++) {
                try (var body = get("/rest/v1/rpc/long_rows?rows=2&times=10000")) {
                    assertThat(body.readAllBytes()).hasSizeGreaterThan(60_000);
                }
            }
        }
    }

    private InputStream get(String path) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:%d%s".formatted(gateway.port(), path)))
                        .header("apikey", key)
                        .build();
        var response = CLIENT.send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new AssertionError(
                    new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
        }
        return response.body();
    }

    private static void expect(InputStream body, String text) throws IOException {
        var expected = text.getBytes(StandardCharsets.UTF_8);
        assertThat(body.readNBytes(expected.length)).isEqualTo(expected);
    }
}
