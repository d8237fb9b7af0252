// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What pusher-js falls back to when no WebSocket opens.
class HttpFallbackTest {
    private final RunningServer server = new RunningServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"xhr", "xhr_streaming"})
    void is_refused_at_once_with_a_sentence_that_pusher_js_shows(String transport)
            throws IOException {
        var answer =
                answer(
                        "POST /pusher/app/test-key/123/abcdefgh/%s?protocol=7&client=js&t=1&n=1"
                                .formatted(transport));

        assertThat(answer)
                .startsWith("HTTP/1.1 200 OK")
                .containsIgnoringCase("access-control-allow-origin: *")
                .endsWith(
                        "\r\n\r\no\nc[4102,\"This server speaks WebSockets only, and none was opened: let them through, or check the proxy in front of the server\"]\n");
    }

    @Test
    void a_browser_may_ask_from_any_page() throws IOException {
        assertThat(answer("OPTIONS /pusher/app/test-key/123/abcdefgh/xhr_streaming"))
                .startsWith("HTTP/1.1 204")
                .containsIgnoringCase("access-control-allow-headers: content-type");
    }

    @Test
    void nothing_else_is_taken_for_it() throws IOException {
        assertThat(answer("POST /pusher/app/test-key")).startsWith("HTTP/1.1 404");
    }

    private String answer(String line) throws IOException {
        try (var socket = new RawSocket(server.port())) {
            socket.write(
                    "%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                            .formatted(line));
            return socket.readToEnd();
        }
    }
}
