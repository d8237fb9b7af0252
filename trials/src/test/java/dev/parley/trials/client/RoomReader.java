// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.DatabaseUrl;
import dev.parley.trials.checker.Entry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.UUID;

/// Reads rooms as their members do, by the functions of the client API. Thread-safe.
final class RoomReader implements AutoCloseable {
    private static final int PAGE = 200;
    private static final int CONNECTIONS = 6;
    private static final long PATIENCE_MILLIS = 15_000;
    private static final String BECOME =
            "select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ?, true)";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HikariDataSource pool;

    RoomReader(DatabaseUrl url) {
        var config = new HikariConfig();
        config.setJdbcUrl(url.jdbcUrl());
        config.setUsername(url.user());
        config.setPassword(url.password().reveal());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(PATIENCE_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(false);
        this.pool = new HikariDataSource(config);
    }

    Answer.Snapshot snapshot(UUID person, UUID room) throws SQLException {
        var snapshot = call(person, "select public.room_snapshot(?, 1)", room);
        return new Answer.Snapshot(snapshot.path("epoch").asText(), snapshot.path("rev").asLong());
    }

    Answer.Changes changes(UUID person, UUID room, long after) throws SQLException {
        var answer = call(person, "select public.room_changes(?, ?, ?)", room, after, PAGE);
        var items = new ArrayList<Answer.Item>();
        for (var item : answer.path("items")) {
            var message = Entry.message(item.path("kind").asText(), item.path("data"));
            items.add(new Answer.Item(item.path("rev").asLong(), message));
        }
        return new Answer.Changes(
                answer.path("epoch").asText(),
                items,
                answer.path("through").asLong(),
                answer.path("head").asLong(),
                answer.path("reset").asBoolean());
    }

    private JsonNode call(UUID person, String sql, Object... values) throws SQLException {
        try (var connection = pool.getConnection();
                var become = connection.prepareStatement(BECOME);
                var query = connection.prepareStatement(sql)) {
            become.setString(1, "{\"sub\": \"%s\", \"role\": \"authenticated\"}".formatted(person));
            become.execute();
            for (var i = 0; i < values.length; i++) {
                query.setObject(i + 1, values[i]);
            }
            try (var row = query.executeQuery()) {
                row.next();
                var answer = JSON.readTree(row.getString(1));
                connection.commit();
                return answer;
            }
        } catch (JsonProcessingException e) {
            throw new SQLException("the database answered something that is no JSON", e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
