// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.gateway.http.Json;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads and writes `auth.users` over one connection.
final class UserTable {
    private static final String SELECT =
            """
            select id, email, encrypted_password, is_anonymous, email_confirmed_at, last_sign_in_at, banned_until,
              raw_app_meta_data, raw_user_meta_data, created_at, updated_at
            from auth.users where deleted_at is null and\
            """;

    private final Connection connection;

    UserTable(Connection connection) {
        this.connection = connection;
    }

    Optional<User> byId(UUID id) throws SQLException {
        try (var statement = connection.prepareStatement(SELECT + " id = ?")) {
            statement.setObject(1, id);
            return one(statement);
        }
    }

    /// @param email in any case
    Optional<User> byEmail(String email) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        SELECT + " lower(email) = lower(?) and not is_sso_user")) {
            statement.setString(1, email);
            return one(statement);
        }
    }

    /// Adds a user; its e-mail counts as confirmed.
    void insert(User user) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        """
                        insert into auth.users(id, instance_id, aud, role, email, encrypted_password, is_anonymous,
                          email_confirmed_at, last_sign_in_at, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
                        values (?, '00000000-0000-0000-0000-000000000000', 'authenticated', 'authenticated',
                          ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?)
                        """)) {
            statement.setObject(1, user.id());
            statement.setString(2, user.email());
            statement.setString(3, user.passwordHash());
            statement.setBoolean(4, user.anonymous());
            time(statement, 5, user.emailConfirmedAt());
            time(statement, 6, user.lastSignInAt());
            statement.setString(7, user.appMetadata().toString());
            statement.setString(8, user.userMetadata().toString());
            time(statement, 9, user.createdAt());
            time(statement, 10, user.updatedAt());
            statement.executeUpdate();
        }
    }

    /// Returns a user nobody else can change until the transaction ends.
    Optional<User> lock(UUID id) throws SQLException {
        try (var statement = connection.prepareStatement(SELECT + " id = ? for update")) {
            statement.setObject(1, id);
            return one(statement);
        }
    }

    /// Returns the user with an address, whom nobody else can change until the transaction ends.
    ///
    /// @param email in any case
    Optional<User> lockByEmail(String email) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        SELECT + " lower(email) = lower(?) and not is_sso_user for update")) {
            statement.setString(1, email);
            return one(statement);
        }
    }

    /// Locks the user who has something, before that is locked: who changes a user goes the same way, and the
    /// two do not end in a deadlock.
    ///
    /// @param owner a query for the user's id
    /// @param values its parameters
    void lockOwner(String owner, String... values) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "select from auth.users where id in (" + owner + ") for update")) {
            for (var place = 0; place < values.length; place++) {
                statement.setString(place + 1, values[place]);
            }
            statement.execute();
        }
    }

    /// Notes a sign-in.
    void signedIn(UUID id, Instant now) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "update auth.users set last_sign_in_at = ?, updated_at = ? where id = ?")) {
            time(statement, 1, now);
            time(statement, 2, now);
            statement.setObject(3, id);
            statement.executeUpdate();
        }
    }

    /// Writes what a user may change.
    void update(User user) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        """
                        update auth.users set email = ?, encrypted_password = ?, is_anonymous = ?, email_confirmed_at = ?,
                          raw_app_meta_data = ?::jsonb, raw_user_meta_data = ?::jsonb, updated_at = ?
                        where id = ?
                        """)) {
            statement.setString(1, user.email());
            statement.setString(2, user.passwordHash());
            statement.setBoolean(3, user.anonymous());
            time(statement, 4, user.emailConfirmedAt());
            statement.setString(5, user.appMetadata().toString());
            statement.setString(6, user.userMetadata().toString());
            time(statement, 7, user.updatedAt());
            statement.setObject(8, user.id());
            statement.executeUpdate();
        }
    }

    private static Optional<User> one(PreparedStatement statement) throws SQLException {
        try (var row = statement.executeQuery()) {
            return row.next() ? Optional.of(user(row)) : Optional.empty();
        }
    }

    private static User user(ResultSet row) throws SQLException {
        return new User(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getBoolean(4),
                time(row, 5),
                time(row, 6),
                time(row, 7),
                object(row.getString(8)),
                object(row.getString(9)),
                orEpoch(time(row, 10)),
                orEpoch(time(row, 11)));
    }

    private static ObjectNode object(@Nullable String json) {
        return Json.parse(json == null ? "{}" : json)
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .orElseGet(Json::object);
    }

    private static void time(PreparedStatement statement, int place, @Nullable Instant time)
            throws SQLException {
        if (time == null) {
            statement.setNull(place, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            statement.setObject(place, time.atOffset(ZoneOffset.UTC));
        }
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static Instant orEpoch(@Nullable Instant time) {
        return time == null ? Instant.EPOCH : time;
    }
}
