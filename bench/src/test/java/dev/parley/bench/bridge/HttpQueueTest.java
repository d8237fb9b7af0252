// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.parley.database.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The queue between a table in a real database and a receiver in this process.
class HttpQueueTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final EmbeddedDatabase server = EmbeddedDatabase.temporary();
    private final BlockingQueue<String> posted = new LinkedBlockingQueue<>();
    private final HttpServer receiver;
    private final HttpQueue queue;
    private volatile int status = 200;

    HttpQueueTest() throws SQLException, IOException {
        execute("create table public.messages (id int primary key, content text)");
        receiver =
                HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        queue =
                HttpQueue.start(
                        connect(),
                        URI.create(
                                "http://127.0.0.1:"
                                        + receiver.getAddress().getPort()
                                        + "/webhook"));
    }

    @BeforeEach
    void listen() {
        receiver.createContext(
                "/webhook",
                exchange -> {
                    var body = exchange.getRequestBody().readAllBytes();
                    posted.add(new String(body, StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(status, -1);
                    exchange.close();
                });
        receiver.start();
    }

    @AfterEach
    void stop() throws SQLException {
        queue.close();
        receiver.stop(0);
        server.close();
    }

    @Test
    void a_committed_row_is_posted_as_the_webhook_of_an_insert()
            throws SQLException, InterruptedException {
        execute("insert into public.messages values (7, 'hello')");
        queue.wake();

        assertThat(posted.take())
                .contains("\"type\": \"INSERT\"", "\"table\": \"messages\"")
                .contains("\"record\": {\"id\": 7, \"content\": \"hello\"}");
        assertThat(queue.failed()).isZero();
    }

    @Test
    void what_fails_is_counted_and_not_tried_again() throws SQLException, InterruptedException {
        status = 503;
        execute("insert into public.messages values (1, 'refused')");
        queue.wake();
        posted.take();
        await().atMost(PATIENCE).until(() -> queue.failed() == 1);

        queue.reach(false);
        execute("insert into public.messages values (2, 'unreachable')");
        queue.wake();
        await().atMost(PATIENCE).until(() -> queue.failed() == 2);

        status = 200;
        queue.reach(true);
        execute("insert into public.messages values (3, 'taken')");
        queue.wake();
        assertThat(posted.take()).contains("taken");
        assertThat(posted).isEmpty();
    }

    private void execute(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect() throws SQLException {
        var url = server.url();
        return DriverManager.getConnection(url.jdbcUrl(), url.login());
    }
}
