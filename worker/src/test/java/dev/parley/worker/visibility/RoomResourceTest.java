// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.visibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.parley.worker.authorization.ProjectApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RoomResourceTest {
    private final HttpServer server;
    private final RoomResource resource;
    private volatile int status = 200;
    private volatile String body = "[]";
    private volatile String question = "";

    RoomResourceTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/rest/v1/chat_rooms",
                exchange -> {
                    try (exchange) {
                        var headers = exchange.getRequestHeaders();
                        question =
                                "%s %s %s %s"
                                        .formatted(
                                                exchange.getRequestURI().getQuery(),
                                                headers.getFirst("apikey"),
                                                headers.getFirst("Authorization"),
                                                headers.getFirst("Accept-Profile"));
                        var bytes = body.getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                        exchange.getResponseBody().write(bytes);
                    }
                });
        server.start();
        var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        resource = new RoomResource(new ProjectApi(url, "anon-key"), "public");
    }

    @AfterEach
    void stop() {
        resource.close();
        server.stop(0);
    }

    @Test
    void it_asks_as_nobody_in_particular() throws Exception {
        body = "[{\"visibility\":\"public\"}]";

        assertThat(resource.isPublic("a=b,c")).isTrue();
        assertThat(question).isEqualTo("select=visibility&id=eq.a=b,c anon-key null public");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | []",
                "200 | [{\"visibility\":\"private\"}]",
                "200 | [{\"visibility\":\"open\"}]",
                "200 | {}",
                "400 | {\"code\":\"22P02\"}",
                "400 | {\"code\":\"42703\"}"
            })
    void any_other_answer_than_public_is_a_no(int code, String answer) throws Exception {
        status = code;
        body = answer;

        assertThat(resource.isPublic("r1")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"401 | {}", "404 | {}", "500 | {}", "302 | {}", "200 | no json"})
    void what_is_no_answer_is_told_apart(int code, String answer) {
        status = code;
        body = answer;

        assertThatThrownBy(() -> resource.isPublic("r1")).isInstanceOf(IOException.class);
    }
}
