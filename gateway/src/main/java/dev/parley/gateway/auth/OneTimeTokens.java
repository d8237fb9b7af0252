// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/// Reads and writes `auth.one_time_tokens` over one connection: what a mail lets its reader do, once.
///
/// A mail has a link and six digits, and either ends both. A newer mail of the same kind ends the older one.
final class OneTimeTokens {
    private static final Duration LIFE = Duration.ofHours(1);

    /// So few wrong digits end them; the link, which nobody guesses, stays good, so that a stranger who
    /// guesses does not lock the person out.
    static final int MAX_WRONG_CODES = 5;

    private final Connection connection;
    private final OneTimeSecrets secrets;
    private final Instant now;

    OneTimeTokens(Connection connection, OneTimeSecrets secrets, Instant now) {
        this.connection = connection;
        this.secrets = secrets;
        this.now = now;
    }

    /// What a mail is for.
    enum Kind {
        /// A new password for one that was forgotten.
        RECOVERY("recovery", "recovery_token");

        private final String type;
        private final String column;

        Kind(String type, String column) {
            this.type = type;
            this.column = column;
        }

        /// Returns what clients call it.
        String type() {
            return type;
        }

        /// @param type what clients call it
        /// @throws AuthException when it is not built
        static Kind of(String type) {
            for (var kind : values()) {
                if (kind.type.equals(type)) {
                    return kind;
                }
            }
            throw new AuthException(
                    400,
                    "validation_failed",
                    "This gateway verifies the type recovery, not \"%s\"".formatted(type));
        }
    }

    /// Adds the token of a new mail, and ends that of the one before.
    ///
    /// @param user whom the transaction has locked
    void replace(UUID user, Kind kind, String email, String token, String code)
            throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        """
                        insert into auth.one_time_tokens as t
                          (id, user_id, token_type, token_hash, code_hash, relates_to, created_at, updated_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (user_id, token_type) do update set
                          id = excluded.id, token_hash = excluded.token_hash, code_hash = excluded.code_hash,
                          wrong_codes = 0, relates_to = excluded.relates_to,
                          created_at = excluded.created_at, updated_at = excluded.updated_at
                        """)) {
            statement.setObject(1, UUID.randomUUID());
            statement.setObject(2, user);
            statement.setString(3, kind.column);
            statement.setString(4, secrets.hash(kind.column, token));
            statement.setString(5, codeHash(kind, email, code));
            statement.setString(6, email);
            statement.setObject(7, time(now));
            statement.setObject(8, time(now));
            statement.executeUpdate();
        }
    }

    /// Uses the secret of a link up; returns whose it was, empty when it is not good any more.
    Optional<UUID> use(Kind kind, String token) throws SQLException {
        var hash = secrets.hash(kind.column, token);
        lockOwner(kind, "token_hash", hash);
        try (var statement =
                connection.prepareStatement(
                        "delete from auth.one_time_tokens where token_type = ? and token_hash = ?"
                                + " and created_at > ? returning user_id")) {
            statement.setString(1, kind.column);
            statement.setString(2, hash);
            statement.setObject(3, time(now.minus(LIFE)));
            try (var row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getObject(1, UUID.class)) : Optional.empty();
            }
        }
    }

    /// Uses the digits of a mail up; returns whose they were, empty when they are wrong, too often wrong, or
    /// not good any more. Wrong ones must be committed to be counted.
    Optional<UUID> use(Kind kind, String email, String code) throws SQLException {
        lockOwner(kind, "relates_to", email);
        try (var statement =
                connection.prepareStatement(
                        "update auth.one_time_tokens set wrong_codes = wrong_codes + 1, updated_at = ?"
                                + " where token_type = ? and relates_to = ? and created_at > ?"
                                + " and wrong_codes < ? returning user_id, code_hash")) {
            statement.setObject(1, time(now));
            statement.setString(2, kind.column);
            statement.setString(3, email);
            statement.setObject(4, time(now.minus(LIFE)));
            statement.setInt(5, MAX_WRONG_CODES);
            try (var row = statement.executeQuery()) {
                if (!row.next() || !isSame(row.getString(2), codeHash(kind, email, code))) {
                    return Optional.empty();
                }
                var user = row.getObject(1, UUID.class);
                end(user, kind);
                return Optional.of(user);
            }
        }
    }

    private void lockOwner(Kind kind, String column, String value) throws SQLException {
        new UserTable(connection)
                .lockOwner(
                        "select user_id from auth.one_time_tokens where token_type = ? and "
                                + column
                                + " = ?",
                        kind.column,
                        value);
    }

    private void end(UUID user, Kind kind) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "delete from auth.one_time_tokens where user_id = ? and token_type = ?")) {
            statement.setObject(1, user);
            statement.setString(2, kind.column);
            statement.executeUpdate();
        }
    }

    /// Ends what a user has of them.
    static void endAll(Connection connection, UUID user) throws SQLException {
        try (var statement =
                connection.prepareStatement("delete from auth.one_time_tokens where user_id = ?")) {
            statement.setObject(1, user);
            statement.executeUpdate();
        }
    }

    private String codeHash(Kind kind, String email, String code) {
        return secrets.hash(kind.column + " of " + email, code);
    }

    private static boolean isSame(String hash, String other) {
        return MessageDigest.isEqual(
                hash.getBytes(StandardCharsets.US_ASCII),
                other.getBytes(StandardCharsets.US_ASCII));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
