// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.writer;

import dev.parley.database.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Writes messages one after the other on a connection of its own, which it makes again when it is cut.
/// Confined to one thread.
final class Writer implements Runnable {
    private static final String INSERT =
            "insert into public.messages(id, room_id, user_id, content, metadata) values (?, ?, ?, ?, ?::jsonb)";

    /// Longer than any statement may wait, so that a writer ends after all.
    private static final String TIMEOUT_SECONDS = "30";

    private final DatabaseUrl url;
    private final UUID author;
    private final List<UUID> rooms;
    private final int metadataBytes;
    private final Random random;
    private final Pace pace;
    private final Account account;

    Writer(
            DatabaseUrl url,
            Rooms rooms,
            int metadataBytes,
            Random random,
            Pace pace,
            Account account) {
        this.url = url;
        this.author = rooms.author();
        this.rooms = rooms.ids();
        this.metadataBytes = metadataBytes;
        this.random = random;
        this.pace = pace;
        this.account = account;
    }

    @Override
    public void run() {
        try {
            while (pace.awaitTurn()) {
                writeWhileConnected();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // given up
        }
    }

    private void writeWhileConnected() throws InterruptedException {
        try (var connection = connect();
                var insert = connection.prepareStatement(INSERT)) {
            do {
                write(connection, insert);
            } while (pace.awaitTurn());
        } catch (SQLException e) {
            // the server is away or has gone: the next turn connects again
        }
    }

    /// @throws SQLException when the connection is gone
    private void write(Connection connection, PreparedStatement insert) throws SQLException {
        var message = new UUID(random.nextLong(), random.nextLong());
        insert.setObject(1, message);
        insert.setObject(2, rooms.get(random.nextInt(rooms.size())));
        insert.setObject(3, author);
        insert.setString(4, "message " + message);
        insert.setString(5, metadata());
        try {
            insert.executeUpdate();
            account.accepted(message);
        } catch (SQLException e) {
            if (isCut(connection, e)) {
                account.maybe(message);
                throw e;
            }
            account.refused(message);
        }
    }

    private @Nullable String metadata() {
        if (metadataBytes == 0) {
            return null;
        }
        var letters =
                random.ints(metadataBytes, 'a', 'z' + 1)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append);
        return "{\"filler\": \"" + letters + "\"}";
    }

    /// Classes 08 (connection) and 57 (the server or an operator ends it) leave it open whether COMMIT
    /// was done.
    private static boolean isCut(Connection connection, SQLException e) throws SQLException {
        var state = e.getSQLState();
        return state == null
                || state.startsWith("08")
                || state.startsWith("57P")
                || connection.isClosed();
    }

    private Connection connect() throws SQLException {
        var properties = url.login();
        properties.setProperty("socketTimeout", TIMEOUT_SECONDS);
        properties.setProperty("connectTimeout", TIMEOUT_SECONDS);
        return DriverManager.getConnection(url.jdbcUrl(), properties);
    }
}
