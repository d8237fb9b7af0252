// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/// Begins the session of a user who has shown who they are. Thread-safe.
final class SessionStart {
    private final SessionIssuer tokens;
    private final SecureRandom random;

    SessionStart(SessionIssuer tokens, SecureRandom random) {
        this.tokens = tokens;
        this.random = random;
    }

    /// Returns the session as clients get it.
    ///
    /// @param method how the user has shown it: `password`, `otp` or `recovery`
    /// @throws AuthException when the user is gone or banned
    ObjectNode begin(Connection connection, UUID user, String method, Instant now)
            throws SQLException {
        var users = new UserTable(connection);
        users.signedIn(user, now);
        var row =
                users.byId(user)
                        .orElseThrow(() ->
                                new AuthException(403, "user_not_found", "User does not exist"));
        if (row.bannedAt(now)) {
            throw new AuthException(403, "user_banned", "User is banned");
        }
        return tokens.session(row, new Sessions(connection, random, now).begin(user), method, now);
    }
}
