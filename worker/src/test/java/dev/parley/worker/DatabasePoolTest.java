// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.database.DatabaseUrl;
import dev.parley.worker.fixture.SharedDatabase;
import dev.parley.worker.fixture.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The pool, in front of a database that is away and comes back.
@ExtendWith(SharedDatabase.class)
final class DatabasePoolTest {
    /// So long that a pool that doubles its pauses would not look again for seconds.
    private static final Duration AWAY = Duration.ofSeconds(6);

    private final DatabaseUrl behind;

    DatabasePoolTest(TestDatabase database) {
        this.behind = database.url();
    }

    @Test
    void a_database_that_is_back_is_found_within_a_second_and_until_then_the_reason_is_told()
            throws Exception {
        var port = freePort();
        try (var pool = DatabasePool.pool(at(port))) {
            var back = System.nanoTime() + AWAY.toNanos();
            while (System.nanoTime() < back) {
                assertThatThrownBy(pool::getConnection)
                        .isInstanceOf(SQLException.class)
                        .hasRootCauseMessage("Connection refused");
            }
            try (var relay = listen(port)) {
                Thread.ofVirtual().start(() -> carry(relay));
                Awaitility.await()
                        .atMost(Duration.ofSeconds(1))
                        .until(() -> {
                            try (var connection = pool.getConnection()) {
                                return connection.isValid(1);
                            }
                        });
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = listen(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void a_pool_that_waits_for_its_database_closes_at_once() throws Exception {
        var pool = DatabasePool.pool(at(freePort()));
        assertThatThrownBy(pool::getConnection).isInstanceOf(SQLException.class);

        var began = System.nanoTime();
        pool.close();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }

    private DatabaseUrl at(int port) {
        return new DatabaseUrl(
                "127.0.0.1",
                port,
                behind.database(),
                behind.user(),
                behind.password(),
                behind.options());
    }

    private static ServerSocket listen(int port) throws IOException {
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private void carry(ServerSocket relay) {
        try {
            while (true) {
                var client = relay.accept();
                var server = new Socket(behind.host(), behind.port());
                Thread.ofVirtual().start(() -> copy(client, server));
                Thread.ofVirtual().start(() -> copy(server, client));
            }
        } catch (IOException _) {
            // the test is over
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException _) {
            // one of both is gone
        }
    }
}
