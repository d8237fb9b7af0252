// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import dev.parley.gateway.http.ApiRequest;
import dev.parley.gateway.share.Requester;
import dev.parley.gateway.token.Claims;
import dev.parley.gateway.token.TokenException;
import dev.parley.gateway.token.Tokens;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Who sends a request: the user and session its access token names.
///
/// @param requester whose shares the request takes part of
/// @param user the user's id
/// @param session the session's id, absent in tokens that others made with our secret
record Account(Requester requester, UUID user, Optional<UUID> session) {
    private static final String BEARER = "bearer ";

    /// Reads the access token.
    ///
    /// @throws AuthException when there is none, or it does not hold
    static Account of(ApiRequest request, Tokens tokens) {
        var header = request.header("authorization").orElse("");
        if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new AuthException(
                    401, "no_authorization", "This endpoint requires a valid Bearer token");
        }
        var claims = verify(header.substring(BEARER.length()).strip(), tokens);
        var subject = claims.subject().orElseThrow(() -> badJwt("missing sub claim"));
        return new Account(
                Requester.of(request, claims), id(subject), claims.session().map(Account::id));
    }

    /// Returns the user.
    ///
    /// @throws AuthException when the user is gone or banned, or the session is over
    User load(Connection connection, Sessions sessions, Instant now) throws SQLException {
        return check(new UserTable(connection).byId(user), sessions, now);
    }

    /// Returns the user, whom nobody else can change until the transaction ends.
    ///
    /// @throws AuthException when the user is gone or banned, or the session is over
    User lock(Connection connection, Sessions sessions, Instant now) throws SQLException {
        return check(new UserTable(connection).lock(user), sessions, now);
    }

    private User check(Optional<User> row, Sessions sessions, Instant now) throws SQLException {
        var found = row.orElseThrow(Account::gone);
        if (session.isPresent() && !sessions.isLive(session.get(), user)) {
            throw new AuthException(
                    403,
                    "session_not_found",
                    "Session from session_id claim in JWT does not exist");
        }
        if (found.bannedAt(now)) {
            throw new AuthException(403, "user_banned", "User is banned");
        }
        return found;
    }

    private static AuthException gone() {
        return new AuthException(
                403, "user_not_found", "User from sub claim in JWT does not exist");
    }

    private static Claims verify(String token, Tokens tokens) {
        try {
            return tokens.verify(token);
        } catch (TokenException e) {
            throw badJwt(String.valueOf(e.getMessage()));
        }
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw badJwt("an id in it is not a UUID");
        }
    }

    private static AuthException badJwt(String why) {
        return new AuthException(403, "bad_jwt", "invalid JWT: " + why);
    }
}
