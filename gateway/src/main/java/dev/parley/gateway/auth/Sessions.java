// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads and writes `auth.sessions` and `auth.refresh_tokens` over one connection.
///
/// A session is a chain of refresh tokens; each use of the live one revokes it and adds its child.
final class Sessions {
    private static final int TOKEN_BYTES = 24;

    /// More than the devices of anybody; past it, the session that was refreshed longest ago ends.
    static final int MAX_PER_USER = 100;

    private static final String TOKENS =
            "select token, parent, user_id, revoked, updated_at from auth.refresh_tokens where session_id = ?";

    private final Connection connection;
    private final SecureRandom random;
    private final Instant now;

    Sessions(Connection connection, SecureRandom random, Instant now) {
        this.connection = connection;
        this.random = random;
        this.now = now;
    }

    /// A session and the refresh token that continues it.
    record Live(UUID session, UUID user, String refreshToken) {}

    /// What became of a refresh token that was shown.
    sealed interface Rotation {
        /// It is good; go on with this.
        record Continued(Live live) implements Rotation {}

        /// There is no such token.
        record Unknown() implements Rotation {}

        /// It was used before and too long ago; its whole chain is revoked now.
        record Reused() implements Rotation {}
    }

    Live begin(UUID user) throws SQLException {
        endOldest(user);
        var session = UUID.randomUUID();
        try (var statement =
                connection.prepareStatement(
                        "insert into auth.sessions(id, user_id, created_at, updated_at) values (?, ?, ?, ?)")) {
            statement.setObject(1, session);
            statement.setObject(2, user);
            statement.setObject(3, time());
            statement.setObject(4, time());
            statement.executeUpdate();
        }
        return addToken(session, user, null);
    }

    /// Exchanges a refresh token. Uses of one session wait for each other.
    ///
    /// @param reuseInterval how long after its use a token still gives what its use gave
    Rotation rotate(String token, Duration reuseInterval) throws SQLException {
        var session = lockSessionOf(token);
        if (session.isEmpty()) {
            return new Rotation.Unknown();
        }
        var shown = shown(session.get(), token);
        if (shown.isEmpty()) {
            return new Rotation.Unknown();
        }
        if (!shown.get().revoked()) {
            revoke(session.get(), token);
            return new Rotation.Continued(addToken(session.get(), shown.get().user(), token));
        }
        var live = live(session.get());
        var inTime = !shown.get().updatedAt().plus(reuseInterval).isBefore(now);
        if (live.isPresent() && (inTime || token.equals(live.get().parent()))) {
            return new Rotation.Continued(
                    new Live(session.get(), live.get().user(), live.get().token()));
        }
        revoke(session.get(), null);
        return new Rotation.Reused();
    }

    /// Returns whether a user's session goes on: it was not ended, and its chain was not revoked.
    boolean isLive(UUID session, UUID user) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "select from auth.sessions s where s.id = ? and s.user_id = ? and exists"
                                + " (select from auth.refresh_tokens t where t.session_id = s.id and not t.revoked)")) {
            statement.setObject(1, session);
            statement.setObject(2, user);
            try (var row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /// Ends every session of a user.
    void endAll(UUID user) throws SQLException {
        end("user_id = ?", user);
    }

    /// Ends one session.
    void end(UUID session) throws SQLException {
        end("id = ?", session);
    }

    /// Ends every session of a user but one.
    void endOthers(UUID user, UUID session) throws SQLException {
        end("user_id = ? and id <> ?", user, session);
    }

    private void end(String which, UUID... values) throws SQLException {
        try (var statement =
                connection.prepareStatement("delete from auth.sessions where " + which)) {
            for (var place = 0; place < values.length; place++) {
                statement.setObject(place + 1, values[place]);
            }
            statement.executeUpdate();
        }
    }

    private void endOldest(UUID user) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "delete from auth.sessions where id in (select id from auth.sessions"
                                + " where user_id = ? order by updated_at desc, id offset ?)")) {
            statement.setObject(1, user);
            statement.setInt(2, MAX_PER_USER - 1);
            statement.executeUpdate();
        }
    }

    private Optional<UUID> lockSessionOf(String token) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "update auth.sessions s set updated_at = ? from auth.refresh_tokens t"
                                + " where t.session_id = s.id and t.token = ? returning s.id")) {
            statement.setObject(1, time());
            statement.setString(2, token);
            try (var row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getObject(1, UUID.class)) : Optional.empty();
            }
        }
    }

    /// One row of `auth.refresh_tokens`.
    private record Token(
            String token, @Nullable String parent, UUID user, boolean revoked, Instant updatedAt) {}

    private Optional<Token> shown(UUID session, String token) throws SQLException {
        try (var statement = connection.prepareStatement(TOKENS + " and token = ?")) {
            statement.setObject(1, session);
            statement.setString(2, token);
            return one(statement);
        }
    }

    private Optional<Token> live(UUID session) throws SQLException {
        try (var statement =
                connection.prepareStatement(TOKENS + " and not revoked order by id desc limit 1")) {
            statement.setObject(1, session);
            return one(statement);
        }
    }

    private static Optional<Token> one(PreparedStatement statement) throws SQLException {
        try (var row = statement.executeQuery()) {
            return row.next()
                    ? Optional.of(
                            new Token(
                                    row.getString(1),
                                    row.getString(2),
                                    row.getObject(3, UUID.class),
                                    row.getBoolean(4),
                                    row.getObject(5, OffsetDateTime.class).toInstant()))
                    : Optional.empty();
        }
    }

    private Live addToken(UUID session, UUID user, @Nullable String parent) throws SQLException {
        var token = newToken();
        try (var statement =
                connection.prepareStatement(
                        "insert into auth.refresh_tokens(token, parent, user_id, session_id, created_at, updated_at)"
                                + " values (?, ?, ?, ?, ?, ?)")) {
            statement.setString(1, token);
            statement.setString(2, parent);
            statement.setObject(3, user);
            statement.setObject(4, session);
            statement.setObject(5, time());
            statement.setObject(6, time());
            statement.executeUpdate();
        }
        return new Live(session, user, token);
    }

    private void revoke(UUID session, @Nullable String token) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "update auth.refresh_tokens set revoked = true, updated_at = ?"
                                + " where session_id = ? and not revoked and token = coalesce(?, token)")) {
            statement.setObject(1, time());
            statement.setObject(2, session);
            statement.setString(3, token);
            statement.executeUpdate();
        }
    }

    private OffsetDateTime time() {
        return now.atOffset(ZoneOffset.UTC);
    }

    private String newToken() {
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return new String(
                Base64.getUrlEncoder().withoutPadding().encode(bytes), StandardCharsets.US_ASCII);
    }
}
