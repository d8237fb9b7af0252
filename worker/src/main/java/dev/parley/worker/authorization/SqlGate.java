package dev.parley.worker.authorization;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/// Asks the database as the person who calls: role and claims are set for one transaction, the way
/// PostgREST does it.
final class Gate {
    private static final String BECOME =
            "select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ?, true),"
                    + " set_config('statement_timeout', '3s', true)";
    private static final String AUTHORIZE = "select public.authorize_channel(?)";
    private static final String PROFILE =
            "select jsonb_strip_nulls(jsonb_build_object('name', display_name, 'avatar_url', avatar_url))"
                    + " from public.profiles where id = ?";
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final DataSource database;

    Gate(DataSource database) {
        this.database = database;
    }

    /// Says whether a person may listen to a channel.
    Verdict authorize(User user, String channel) throws SQLException {
        var answer =
                ask(user, AUTHORIZE, channel)
                        .orElseThrow(() -> new SQLException("authorize_channel gave no answer"));
        if (!answer.path("allowed").asBoolean(false)) {
            return new Verdict.Refused(
                    answer.path("reason").asText("You may not listen to this channel."));
        }
        if (!answer.hasNonNull("user_id")) {
            return new Verdict.Allowed(Optional.empty());
        }
        var member = JsonNodeFactory.instance.objectNode();
        member.set("user_id", answer.get("user_id"));
        if (answer.hasNonNull("user_info")) {
            member.set("user_info", answer.get("user_info"));
        }
        return new Verdict.Allowed(Optional.of(member));
    }

    /// Returns what others may know of a person; empty when there is no such person any more.
    Optional<JsonNode> profile(User user) throws SQLException {
        return ask(user, PROFILE, user.id());
    }

    private Optional<JsonNode> ask(User user, String question, Object about) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                become(connection, user);
                return answer(connection, question, about);
            } finally {
                connection.rollback(); // ends the disguise; nothing was written
                connection.setAutoCommit(true);
            }
        }
    }

    private static void become(Connection connection, User user) throws SQLException {
        try (var statement = connection.prepareStatement(BECOME)) {
            statement.setString(1, user.claims());
            statement.execute();
        }
    }

    private static Optional<JsonNode> answer(Connection connection, String question, Object about)
            throws SQLException {
        try (var query = connection.prepareStatement(question)) {
            query.setObject(1, about);
            try (var row = query.executeQuery()) {
                return row.next() ? Optional.of(JSON.readTree(row.getString(1))) : Optional.empty();
            } catch (JsonProcessingException e) {
                throw new SQLException("the answer is not JSON", e);
            }
        }
    }
}
