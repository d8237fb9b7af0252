// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/// Reads and writes `auth.flow_state` over one connection: the challenges of clients that keep a secret and
/// will show it with the code that the link of a mail brings them.
final class FlowStates {
    private static final Duration CODE_LIFE = Duration.ofMinutes(5);

    private final Connection connection;
    private final OneTimeSecrets secrets;
    private final Instant now;

    FlowStates(Connection connection, OneTimeSecrets secrets, Instant now) {
        this.connection = connection;
        this.secrets = secrets;
        this.now = now;
    }

    /// A code that was shown.
    ///
    /// @param user who gets a session for it
    /// @param challenge what the secret must fit
    /// @param method how the user will have signed in
    /// @param expired whether the code came too late
    record Flow(UUID user, CodeChallenge challenge, String method, boolean expired) {}

    /// Notes a challenge; an older one has been ended.
    ///
    /// @param user whom the transaction has locked
    void begin(UUID user, String method, CodeChallenge challenge) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "insert into auth.flow_state(id, user_id, code_challenge_method, code_challenge,"
                                + " authentication_method, created_at) values (?, ?, ?, ?, ?, ?)")) {
            statement.setObject(1, UUID.randomUUID());
            statement.setObject(2, user);
            statement.setString(3, challenge.method().text());
            statement.setString(4, challenge.text());
            statement.setString(5, method);
            statement.setObject(6, time(now));
            statement.executeUpdate();
        }
    }

    /// Returns the code that goes with the challenge of a user; empty when there is none that waits.
    Optional<String> issue(UUID user, String method) throws SQLException {
        var code = UUID.randomUUID().toString();
        try (var statement =
                connection.prepareStatement(
                        "update auth.flow_state set auth_code = ?, auth_code_issued_at = ?"
                                + " where user_id = ? and authentication_method = ? and auth_code is null")) {
            statement.setString(1, hash(code));
            statement.setObject(2, time(now));
            statement.setObject(3, user);
            statement.setString(4, method);
            return statement.executeUpdate() == 1 ? Optional.of(code) : Optional.empty();
        }
    }

    /// Returns what a code is for; nobody else can use it until the transaction ends.
    Optional<Flow> lock(String code) throws SQLException {
        new UserTable(connection)
                .lockOwner("select user_id from auth.flow_state where auth_code = ?", hash(code));
        try (var statement =
                connection.prepareStatement(
                        "select user_id, code_challenge_method, code_challenge, authentication_method,"
                                + " auth_code_issued_at from auth.flow_state where auth_code = ?")) {
            statement.setString(1, hash(code));
            try (var row = statement.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                var issued = row.getObject(5, OffsetDateTime.class).toInstant();
                return Optional.of(
                        new Flow(
                                row.getObject(1, UUID.class),
                                new CodeChallenge(
                                        CodeChallenge.Method.of(row.getString(2)),
                                        row.getString(3)),
                                row.getString(4),
                                !now.isBefore(issued.plus(CODE_LIFE))));
            }
        }
    }

    /// Forgets the challenge of a user, and with it the code.
    void end(UUID user, String method) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "delete from auth.flow_state where user_id = ? and authentication_method = ?")) {
            statement.setObject(1, user);
            statement.setString(2, method);
            statement.executeUpdate();
        }
    }

    /// Forgets all challenges of a user.
    static void endAll(Connection connection, UUID user) throws SQLException {
        try (var statement =
                connection.prepareStatement("delete from auth.flow_state where user_id = ?")) {
            statement.setObject(1, user);
            statement.executeUpdate();
        }
    }

    private String hash(String code) {
        return secrets.hash("auth_code", code);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
