// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.http.peer.TrustedProxies;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpServerTest {
    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final HttpServerConfig USUAL = HttpServerConfig.of("test", "127.0.0.1", 0);
    private static final ErrorForm FORM =
            (status, reason) ->
                    Response.json(
                                    status,
                                    "{\"code\":" + status + ",\"message\":\"" + reason + "\"}")
                            .with("Access-Control-Allow-Origin", "*");

    private final List<HttpServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(HttpServer::close);
    }

    @Test
    void a_request_is_answered_and_another_may_follow() throws IOException {
        var port = start(USUAL, HttpServerTest::echo).port();

        try (var client = new RawClient(port)) {
            client.send("POST /a%20b?c=d HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(client.head())
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .containsIgnoringCase("content-length: 19\r\n")
                    .containsIgnoringCase("connection: keep-alive\r\n")
                    .containsIgnoringCase("date: ");
            assertThat(client.read(19)).isEqualTo("POST /a b c=d hello");

            client.send("GET /next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(client.rest()).endsWith("\r\n\r\nGET /next  ");
        }
    }

    /// The system has the lost socket for a moment longer, one time in ten.
    @RepeatedTest(20)
    void a_lost_listener_listens_on_its_port_again() throws IOException {
        var server = start(USUAL, HttpServerTest::echo);
        server.listening().close().awaitUninterruptibly();
        assertThat(server.isListening()).isFalse();

        server.listenAgain();

        assertThat(server.isListening()).isTrue();
        assertThat(RawClient.ask(server.port(), "GET / HTTP/1.0\r\n\r\n")).endsWith("GET /  ");
    }

    @Test
    void requests_sent_at_once_are_answered_one_after_the_other() throws IOException {
        var port = start(USUAL, HttpServerTest::echo).port();
        var many = new StringBuilder();
        for (var i = 0; i < 50; i++) {
            many.append(
                    "POST /%d HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n%02d"
                            .formatted(i, i));
        }
        many.append("GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        var answers = RawClient.ask(port, many.toString());

        var at = 0;
        for (var i = 0; i < 50; i++) {
            at = answers.indexOf("POST /%d  %02d".formatted(i, i), at);
            assertThat(at).as("answer %d", i).isPositive();
        }
        assertThat(answers).endsWith("GET /last  ");
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.0, '', close",
        "HTTP/1.0, 'Connection: keep-alive\r\n', keep-alive",
        "HTTP/1.1, 'Connection: close\r\n', close",
    })
    void both_versions_of_http_are_answered(String version, String header, String connection)
            throws IOException {
        var port = start(USUAL, HttpServerTest::echo).port();

        try (var client = new RawClient(port)) {
            client.send("GET / %s\r\n%s\r\n".formatted(version, header));

            assertThat(client.head())
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .containsIgnoringCase("connection: " + connection + "\r\n");
            assertThat(client.read(7)).isEqualTo("GET /  ");
        }
    }

    @Test
    void a_body_of_unknown_length_ends_with_the_connection_for_old_clients() throws IOException {
        var port = start(USUAL, _ -> streamed(40_000)).port();

        var old = RawClient.ask(port, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        var now = RawClient.ask(port, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(old).containsIgnoringCase("connection: close").doesNotContain("chunked");
        assertThat(old.substring(old.indexOf("\r\n\r\n") + 4)).hasSize(40_000);
        assertThat(now).containsIgnoringCase("transfer-encoding: chunked").endsWith("0\r\n\r\n");
    }

    @Test
    void head_is_answered_as_get_without_the_body() throws IOException {
        var routes = Routes.builder().get("/health", _ -> Response.text(200, "ok")).build();
        var port = start(USUAL, routes).port();

        var answer =
                RawClient.ask(
                        port, "HEAD /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("content-length: 3\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void characters_that_should_be_escaped_reach_the_handler_as_they_are() throws IOException {
        var port = start(USUAL, HttpServerTest::echo).port();

        var answer =
                RawClient.ask(
                        port,
                        "GET /é?a=[1]{2}|^`\"<>\\ü HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).endsWith("GET /é a=[1]{2}|^`\"<>\\ü ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /%00 HTTP/1.1\\r\\n\\r\\n | 400",
                "GET /%zz HTTP/1.1\\r\\n\\r\\n | 400",
                "GET /\\1 HTTP/1.1\\r\\n\\r\\n | 400",
                "nonsense\\r\\n\\r\\n | 400",
                "GET / HTTP/1.1\\r\\nX: a\\0b\\r\\n\\r\\n | 400",
                "GET / HTTP/1.1\\r\\nHost: a\\r\\nHost: b\\r\\n\\r\\n | 400",
                "POST / HTTP/1.1\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\n | 400",
                "POST / HTTP/1.1\\r\\nContent-Length: 3\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n | 400",
                "POST / HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n | 400",
                "POST / HTTP/1.1\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n | 501",
                "POST / HTTP/1.1\\r\\nExpect: wonders\\r\\n\\r\\n | 417",
                "GET / HTTP/2.0\\r\\n\\r\\n | 505",
                "GET /LONG HTTP/1.1\\r\\n\\r\\n | 414",
                "GET / HTTP/1.1\\r\\nCookie: LONG\\r\\n\\r\\n | 431",
                "POST / HTTP/1.1\\r\\nContent-Length: 9999999\\r\\n\\r\\n | 413",
            })
    void every_error_of_http_has_a_body_that_pages_may_read(String request, int status)
            throws IOException {
        var port = start(USUAL, HttpServerTest::echo).port();

        var answer =
                RawClient.ask(port, request.translateEscapes().replace("LONG", "x".repeat(70_000)));

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("{\"code\":" + status + ",")
                .containsIgnoringCase("access-control-allow-origin: *")
                .containsIgnoringCase("content-type: application/json")
                .containsIgnoringCase("connection: close");
    }

    @Test
    void more_headers_than_anybody_needs_are_refused() throws IOException {
        var port = start(USUAL, HttpServerTest::echo).port();

        assertThat(RawClient.ask(port, "GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(201) + "\r\n"))
                .startsWith("HTTP/1.1 431 ");
    }

    @Test
    void cookies_of_localhost_fit() throws IOException {
        var port = start(USUAL, HttpServerTest::echo).port();
        var cookies = "c=" + "x".repeat(31_000);

        assertThat(
                        RawClient.ask(
                                port,
                                "GET / HTTP/1.1\r\nCookie: %s\r\nConnection: close\r\n\r\n"
                                        .formatted(cookies)))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void a_body_nobody_wants_is_not_read() throws IOException {
        var server = start(USUAL, _ -> Response.text(401, "no key"));

        try (var client = new RawClient(server.port())) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1048576\r\n\r\n");

            assertThat(client.rest())
                    .startsWith("HTTP/1.1 401 ")
                    .containsIgnoringCase("connection: close");
        }
    }

    @Test
    void a_short_body_nobody_wants_leaves_the_connection_usable() throws IOException {
        var port = start(USUAL, _ -> Response.text(404, "no")).port();

        try (var client = new RawClient(port)) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhe");
            assertThat(client.head()).containsIgnoringCase("connection: keep-alive");
            client.read(3);
            client.send("lloGET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    void a_client_that_waits_to_be_told_is_told_to_go_on() throws IOException {
        var port = start(USUAL, HttpServerTest::echo).port();

        try (var client = new RawClient(port)) {
            client.send(
                    "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(client.head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            client.send("hi");
            assertThat(client.head()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void bodies_that_are_sent_and_never_ended_leave_room_for_others() throws IOException {
        var limits = new RequestLimits(8_192, 8_192, 1_000, 1_000, 4 << 20);
        var server = start(USUAL.with(limits), HttpServerTest::echo);
        var hanging = new ArrayList<RawClient>();
        try {
            var most = new byte[1_048_500];
            for (var i = 0; i < 260; i++) {
                var client = new RawClient(server.port());
                hanging.add(client);
                client.send(
                        "POST /rest/v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 1048576\r\n\r\n");
                Thread.startVirtualThread(() -> sendOrGiveUp(client, most));
            }
            await().atMost(LONG).until(() -> server.bufferedBytes() > 0);

            for (var i = 0; i < 20; i++) {
                assertThat(ask(server, "POST", "x".repeat(4_000))).startsWith("HTTP/1.1 200");
                assertThat(server.bufferedBytes()).isLessThanOrEqualTo(limits.bufferedBytes());
            }
        } finally {
            for (var client : hanging) {
                client.close();
            }
        }
        await().atMost(LONG).until(() -> server.bufferedBytes() == 0);
        assertThat(ask(server, "POST", "x".repeat(900_000))).startsWith("HTTP/1.1 200");
    }

    @Test
    void what_is_too_much_at_once_is_refused_in_the_form_of_the_api() throws IOException {
        var server =
                start(
                        USUAL.with(new RequestLimits(8_192, 8_192, 100, 100, 1_000)),
                        HttpServerTest::echo);

        assertThat(ask(server, "POST", "x".repeat(100_000)))
                .startsWith("HTTP/1.1 503 ")
                .contains("{\"code\":503,")
                .containsIgnoringCase("retry-after: 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", "GET / HTTP/1.1\r\nX: y\r\n", "\r\n"})
    void half_a_head_is_not_waited_for(String half) throws IOException {
        var server = start(impatient(), HttpServerTest::echo);

        try (var client = new RawClient(server.port())) {
            client.send(half);

            assertThat(client.rest()).startsWith("HTTP/1.1 408 ");
        }
        await().atMost(LONG).until(() -> server.connections() == 0);
    }

    @Test
    void a_connection_that_says_nothing_is_closed() throws IOException {
        var server = start(impatient(), HttpServerTest::echo);

        try (var client = new RawClient(server.port())) {
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void a_head_that_trickles_after_another_request_is_not_waited_for() throws IOException {
        var server = start(impatient(), HttpServerTest::echo);

        try (var client = new RawClient(server.port())) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /");
            client.head();
            client.read(7);

            assertThat(client.rest()).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void half_a_body_is_not_waited_for() throws IOException {
        var server = start(impatient(), HttpServerTest::echo);

        try (var client = new RawClient(server.port())) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf");

            assertThat(client.rest()).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void one_connection_more_than_there_may_be_is_told_so() throws IOException {
        var server =
                start(USUAL.with(new RequestLimits(8_192, 8_192, 4, 100, 0)), HttpServerTest::echo);
        try (var _ = new RawClient(server.port());
                var _ = new RawClient(server.port());
                var _ = new RawClient(server.port());
                var _ = new RawClient(server.port())) {
            await().atMost(LONG).until(() -> server.connections() == 4);

            assertThat(ask(server, "GET", ""))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("{\"code\":503,")
                    .containsIgnoringCase("retry-after: 1");
        }
        await().atMost(LONG).until(() -> server.connections() == 0);
        assertThat(ask(server, "GET", "")).startsWith("HTTP/1.1 200");
    }

    @Test
    void one_address_cannot_take_every_connection() throws IOException {
        var limits = new RequestLimits(8_192, 8_192, 100, 2, 0);
        var server = start(USUAL.with(limits), HttpServerTest::echo);
        try (var _ = new RawClient(server.port());
                var _ = new RawClient(server.port())) {
            await().atMost(LONG).until(() -> server.connections() == 2);

            assertThat(ask(server, "GET", "")).startsWith("HTTP/1.1 503 ");
        }
    }

    @Test
    void behind_a_trusted_proxy_each_client_is_counted_for_itself() throws Exception {
        var limits = new RequestLimits(8_192, 8_192, 100, 1, 0);
        var entered = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var server =
                start(
                        USUAL.with(limits).with(new TrustedProxies(List.of("127.0.0.1"))),
                        request -> {
                            if (request.path().equals("/wait")) {
                                entered.countDown();
                                release.await();
                            }
                            return Response.text(200, request.peer().toString());
                        });
        try (var slow = new RawClient(server.port())) {
            slow.send("GET /wait HTTP/1.1\r\nX-Forwarded-For: 198.51.100.7\r\n\r\n");
            entered.await();

            assertThat(forwarded(server, "198.51.100.7")).startsWith("HTTP/1.1 503 ");
            assertThat(forwarded(server, "198.51.100.8")).endsWith("198.51.100.8\n");

            release.countDown();
            assertThat(slow.head()).startsWith("HTTP/1.1 200");
        }
        await().atMost(LONG).until(() -> server.connections() == 0);
        assertThat(forwarded(server, "198.51.100.7")).endsWith("198.51.100.7\n");
    }

    @Test
    void a_stranger_cannot_choose_an_address() throws IOException {
        var server = start(USUAL, request -> Response.text(200, request.peer().toString()));

        assertThat(forwarded(server, "198.51.100.7")).endsWith("\r\n\r\n127.0.0.1\n");
    }

    @Test
    void an_answer_is_read_no_faster_than_the_client_takes_it() throws IOException {
        var read = new AtomicLong();
        var size = 80L << 20;
        var server = start(USUAL, _ -> Response.of(200, "text/plain", counted(size, read)));

        try (var client = new RawClient(server.port())) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            client.head();

            // What the systems of both sides buffer is all that was read when nothing more moves.
            await().atMost(LONG)
                    .during(Duration.ofMillis(500))
                    .until(read::get, now -> now == read.get());
            assertThat(read.get()).isLessThan(size / 4);
            assertThat(ask(server, "HEAD", "")).startsWith("HTTP/1.1 200");

            client.input().skipNBytes(size);
            assertThat(read.get()).isEqualTo(size);
        }
    }

    @Test
    void a_client_that_does_not_read_is_not_waited_for() throws IOException {
        var closed = new CountDownLatch(1);
        var server =
                start(
                        impatient(),
                        _ -> Response.of(200, "text/plain", closing(streamed(80 << 20), closed)));

        try (var client = new RawClient(server.port())) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");

            await().atMost(LONG).until(() -> closed.getCount() == 0);
            await().atMost(LONG).until(() -> server.connections() == 0);
        }
    }

    @Test
    void a_defect_is_answered_in_the_form_of_the_api() throws IOException {
        var server =
                start(
                        USUAL,
                        _ -> {
                            throw new IllegalStateException("expected by the test");
                        });

        assertThat(ask(server, "GET", "")).startsWith("HTTP/1.1 500 ").contains("{\"code\":500,");
    }

    @Test
    void a_server_can_be_closed_and_started_again_on_its_port() throws IOException {
        var first = start(USUAL, HttpServerTest::echo);
        var port = first.port();
        try (var client = new RawClient(port)) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            client.head();
            assertThat(first.isListening()).isTrue();

            first.close();

            assertThat(first.isListening()).isFalse();
        }
        var again = start(HttpServerConfig.of("test", "127.0.0.1", port), HttpServerTest::echo);
        assertThat(ask(again, "GET", "")).startsWith("HTTP/1.1 200");
        assertThatThrownBy(() ->
                        start(HttpServerConfig.of("test", "127.0.0.1", port), HttpServerTest::echo))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("cannot listen on 127.0.0.1:" + port);
    }

    @Test
    void a_stop_lets_requests_under_way_end() throws Exception {
        var entered = new CountDownLatch(1);
        var server =
                start(
                        USUAL,
                        _ -> {
                            entered.countDown();
                            return streamed(100);
                        });
        try (var client = new RawClient(server.port())) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            entered.await();

            server.close();

            assertThat(client.rest()).startsWith("HTTP/1.1 200");
        }
    }

    private HttpServer start(HttpServerConfig config, RequestHandler handler) {
        var server = HttpServer.start(config, handler, FORM, InstantSource.system());
        servers.add(server);
        return server;
    }

    private static HttpServerConfig impatient() {
        var soon = Duration.ofMillis(200);
        return USUAL.with(new RequestTimeouts(soon, soon, LONG, soon));
    }

    private static Response echo(Request request) throws IOException, InterruptedException {
        var body = new String(request.body(MAX_BODY_BYTES), StandardCharsets.UTF_8);
        return Response.of(
                200,
                "text/plain; charset=utf-8",
                String.join(" ", request.method(), request.path(), request.query(), body));
    }

    private static String ask(HttpServer server, String method, String body) throws IOException {
        return RawClient.ask(
                server.port(),
                "%s / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(method, body.length(), body));
    }

    private static String forwarded(HttpServer server, String address) throws IOException {
        return RawClient.ask(
                server.port(),
                "GET / HTTP/1.1\r\nConnection: close\r\nX-Forwarded-For: %s\r\n\r\n"
                        .formatted(address));
    }

    private static void sendOrGiveUp(RawClient client, byte[] bytes) {
        try {
            client.send(bytes);
        } catch (IOException _) {
            // refused, as it should be
        }
    }

    private static Response streamed(int bytes) {
        return Response.of(
                200,
                "text/plain",
                ResponseBody.of(OptionalLong.empty(), new ByteArrayInputStream(new byte[bytes])));
    }

    private static ResponseBody counted(long size, AtomicLong read) {
        return ResponseBody.of(
                OptionalLong.of(size),
                new InputStream() {
                    @Override
                    public int read() {
                        return read.getAndIncrement() < size ? 'x' : -1;
                    }

                    @Override
                    public int read(byte[] into, int from, int most) {
                        var count = (int) Math.min(most, size - read.get());
                        read.addAndGet(count);
                        return count == 0 ? -1 : count;
                    }
                });
    }

    private static ResponseBody closing(Response answer, CountDownLatch closed) {
        var stream = answer.body().open();
        return ResponseBody.of(
                OptionalLong.empty(),
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        return stream.read();
                    }

                    @Override
                    public int read(byte[] into, int from, int most) throws IOException {
                        return stream.read(into, from, most);
                    }

                    @Override
                    public void close() {
                        closed.countDown();
                    }
                });
    }
}
