// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.gateway.http.ApiReply;
import dev.parley.gateway.http.ApiRequest;
import dev.parley.gateway.share.Requester;
import dev.parley.gateway.token.Tokens;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// What a signed-in user may do: `GET /user`, `PUT /user`, `POST /logout`.
final class AccountRoutes {
    private static final String UNIQUE_VIOLATION = "23505";

    private final AuthDatabase database;
    private final AuthSettings settings;
    private final Tokens tokens;
    private final Passwords passwords;
    private final SignInLimits limits;
    private final SecureRandom random;
    private final Clock clock;

    AccountRoutes(
            AuthDatabase database,
            AuthSettings settings,
            Tokens tokens,
            Passwords passwords,
            SignInLimits limits,
            SecureRandom random,
            Clock clock) {
        this.database = database;
        this.settings = settings;
        this.tokens = tokens;
        this.passwords = passwords;
        this.limits = limits;
        this.random = random;
        this.clock = clock;
    }

    ApiReply user(ApiRequest request) throws SQLException {
        return ApiReply.json(200, load(Account.of(request, tokens)).json().toString());
    }

    ApiReply update(ApiRequest request) throws SQLException {
        var account = Account.of(request, tokens);
        var input = Input.of(request);
        limits.change(account.user());
        var email = input.newEmail();
        var hash = newHash(account.requester(), load(account), input);
        try {
            var changed =
                    database.transact(
                            account.requester(),
                            connection -> {
                                var user = account.lock(connection, sessions(connection), now());
                                var after = changed(user, email, hash, input.object("data"));
                                new UserTable(connection).update(after);
                                if (hash.isPresent() || email.isPresent()) {
                                    endMails(connection, account.user());
                                }
                                if (hash.isPresent() && account.session().isPresent()) {
                                    sessions(connection)
                                            .endOthers(account.user(), account.session().get());
                                }
                                return after;
                            });
            return ApiReply.json(200, changed.json().toString());
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw new AuthException(
                        422,
                        "email_exists",
                        "A user with this email address has already been registered");
            }
            throw e;
        }
    }

    /// A mail that was under way would open what has just been closed, or would go on to an address that
    /// the user has left.
    private static void endMails(Connection connection, UUID user) throws SQLException {
        OneTimeTokens.endAll(connection, user);
        FlowStates.endAll(connection, user);
    }

    /// Hashing takes long: it is done before the user is locked.
    private Optional<String> newHash(Requester who, User user, Input input) {
        var password = input.newPassword(settings.minPasswordLength());
        if (password.isPresent() && passwords.matches(who, password.get(), user.passwordHash())) {
            throw new AuthException(
                    422,
                    "same_password",
                    "New password should be different from the old password.");
        }
        return password.map(text -> passwords.hash(who, text));
    }

    ApiReply logOut(ApiRequest request) throws SQLException {
        var account = Account.of(request, tokens);
        var scope = request.parameters().first("scope").orElse("global");
        load(account);
        database.transact(
                account.requester(),
                connection -> {
                    end(sessions(connection), scope, account);
                    return scope;
                });
        return ApiReply.empty(204);
    }

    private static void end(Sessions sessions, String scope, Account account) throws SQLException {
        switch (scope) {
            case "global" -> sessions.endAll(account.user());
            case "local" -> sessions.end(session(account));
            case "others" -> sessions.endOthers(account.user(), session(account));
            default ->
                    throw new AuthException(
                            400,
                            "validation_failed",
                            "Unsupported logout scope \"%s\"".formatted(scope));
        }
    }

    private static UUID session(Account account) {
        return account.session()
                .orElseThrow(() ->
                        new AuthException(403, "session_not_found", "The token names no session"));
    }

    private User load(Account account) throws SQLException {
        return database.transact(
                account.requester(),
                connection -> account.load(connection, sessions(connection), now()));
    }

    private User changed(
            User user, Optional<String> newEmail, Optional<String> newHash, ObjectNode data) {
        var now = now();
        var email = newEmail.orElse(user.email());
        var confirmed = user.emailConfirmedAt() == null ? now : user.emailConfirmedAt();
        return new User(
                user.id(),
                email,
                newHash.orElse(user.passwordHash()),
                user.anonymous() && email == null,
                email == null ? null : confirmed,
                user.lastSignInAt(),
                user.bannedUntil(),
                email == null ? user.appMetadata() : SignIn.byEmail().setAll(user.appMetadata()),
                UserMetadata.merged(user.userMetadata(), data),
                user.createdAt(),
                now);
    }

    private Sessions sessions(Connection connection) {
        return new Sessions(connection, random, now());
    }

    private Instant now() {
        return clock.instant();
    }
}
