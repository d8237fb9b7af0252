// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// Asks the database as the person who calls: role and claims are set for one transaction, the way
/// PostgREST does it.
final class SqlChannelAuthorizer implements ChannelAuthorizer {
    private static final String BECOME =
            "select set_config('role', 'authenticated', true), set_config('request.jwt.claims', ?, true),"
                    + " set_config('statement_timeout', '3s', true)";
    private static final String AUTHORIZE_CHANNELS =
            "select public.authorize_channel(asked.name)"
                    + " from unnest(?) with ordinality as asked (name, place) order by asked.place";
    private static final String AUTHORIZE_USER = "select public.authorize_user()";
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final DataSource database;
    private final boolean withWatchlist;

    /// @param withWatchlist whether people watch who comes and goes
    SqlChannelAuthorizer(DataSource database, boolean withWatchlist) {
        this.database = database;
        this.withWatchlist = withWatchlist;
    }

    @Override
    public List<AuthorizationDecision> authorize(AuthenticatedUser user, List<String> channels) {
        return ask(user, AUTHORIZE_CHANNELS, Optional.of(channels)).stream()
                .map(DecisionReader::ofChannel)
                .toList();
    }

    @Override
    public AuthorizationDecision signIn(AuthenticatedUser user) {
        var answer = ask(user, AUTHORIZE_USER, Optional.empty()).getFirst();
        return DecisionReader.ofSignIn(user, answer, withWatchlist);
    }

    private List<JsonNode> ask(
            AuthenticatedUser user, String question, Optional<List<String>> about) {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                become(connection, user);
                return answers(connection, question, about);
            } finally {
                connection.rollback(); // ends the disguise; nothing was written
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new AuthorizerUnavailableException("The database did not answer: try again.", e);
        }
    }

    private static void become(Connection connection, AuthenticatedUser user) throws SQLException {
        try (var statement = connection.prepareStatement(BECOME)) {
            statement.setString(1, user.claims());
            statement.execute();
        }
    }

    private static List<JsonNode> answers(
            Connection connection, String question, Optional<List<String>> about)
            throws SQLException {
        try (var query = connection.prepareStatement(question)) {
            if (about.isPresent()) {
                query.setArray(1, connection.createArrayOf("text", about.get().toArray()));
            }
            try (var row = query.executeQuery()) {
                var answers = new ArrayList<JsonNode>();
                while (row.next()) {
                    answers.add(JSON.readTree(row.getString(1)));
                }
                return answers;
            } catch (JsonProcessingException e) {
                throw new SQLException("the answer is not JSON", e);
            }
        }
    }
}
