// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.gateway.http.ApiReply;
import dev.parley.gateway.http.ApiRequest;
import dev.parley.gateway.http.Json;
import dev.parley.gateway.share.Requester;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Begins and continues sessions: `POST /signup`, and `POST /token` with a password or a refresh token.
final class SignIn {
    private static final String UNIQUE_VIOLATION = "23505";

    private final AuthDatabase database;
    private final AuthSettings settings;
    private final SessionIssuer tokens;
    private final SessionStart starts;
    private final Passwords passwords;
    private final SignInLimits limits;
    private final SecureRandom random;
    private final Clock clock;

    SignIn(
            AuthDatabase database,
            AuthSettings settings,
            SessionIssuer tokens,
            Passwords passwords,
            SignInLimits limits,
            SecureRandom random,
            Clock clock) {
        this.starts = new SessionStart(tokens, random);
        this.database = database;
        this.settings = settings;
        this.tokens = tokens;
        this.passwords = passwords;
        this.limits = limits;
        this.random = random;
        this.clock = clock;
    }

    ApiReply signUp(ApiRequest request) throws SQLException {
        var input = Input.of(request);
        if (!settings.signUps()) {
            throw new AuthException(
                    422, "signup_disabled", "Signups not allowed for this instance");
        }
        if (input.text("phone").isPresent()) {
            throw new AuthException(422, "phone_provider_disabled", "Phone signups are disabled");
        }
        var email = input.newEmail();
        return email.isPresent()
                ? signUpWithEmail(request, input, email.get())
                : signUpAnonymously(request, input);
    }

    private ApiReply signUpAnonymously(ApiRequest request, Input input) throws SQLException {
        if (!settings.anonymousSignIns()) {
            throw new AuthException(
                    422, "anonymous_provider_disabled", "Anonymous sign-ins are disabled");
        }
        limits.anonymousSignUp(request.remote());
        var user = newUser(null, null, UserMetadata.of(input.object("data")));
        return add(Requester.at(request.remote(), "sign-up"), user, "anonymous");
    }

    private ApiReply signUpWithEmail(ApiRequest request, Input input, String email)
            throws SQLException {
        limits.signUp(request.remote());
        var password =
                input.newPassword(settings.minPasswordLength())
                        .orElseThrow(() ->
                                new AuthException(
                                        400,
                                        "validation_failed",
                                        "Signup requires a valid password"));
        var metadata = UserMetadata.of(input.object("data"));
        var who = Requester.at(request.remote(), email);
        return add(who, newUser(email, passwords.hash(who, password), metadata), "password");
    }

    private ApiReply add(Requester who, User user, String method) throws SQLException {
        try {
            var live =
                    database.transact(
                            who,
                            connection -> {
                                new UserTable(connection).insert(user);
                                return sessions(connection, user.createdAt()).begin(user.id());
                            });
            return ApiReply.json(
                    200, tokens.session(user, live, method, user.createdAt()).toString());
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw new AuthException(422, "user_already_exists", "User already registered");
            }
            throw e;
        }
    }

    private User newUser(@Nullable String email, @Nullable String hash, ObjectNode data) {
        var now = now();
        var isAnonymous = email == null;
        return new User(
                UUID.randomUUID(),
                email,
                hash,
                isAnonymous,
                isAnonymous ? null : now,
                now,
                null,
                isAnonymous ? Json.object() : byEmail(),
                data,
                now,
                now);
    }

    /// Returns what the server notes about a user with an e-mail address.
    static ObjectNode byEmail() {
        var metadata = Json.object().put("provider", "email");
        metadata.putArray("providers").add("email");
        return metadata;
    }

    ApiReply byPassword(ApiRequest request) throws SQLException {
        var input = Input.of(request);
        var email = input.email().orElseThrow(SignIn::incomplete);
        var password = input.text("password").orElseThrow(SignIn::incomplete);
        limits.signIn(request.remote(), email);
        var who = Requester.at(request.remote(), email);
        var found = database.transact(who, connection -> new UserTable(connection).byEmail(email));
        var matches = passwords.matches(who, password, found.map(User::passwordHash).orElse(null));
        var user = found.filter(_ -> matches).orElseThrow(AuthException::invalidCredentials);
        limits.guessedRight(request.remote(), email);
        var now = now();
        refuseBanned(user, now);
        var session =
                database.transact(
                        who, connection -> starts.begin(connection, user.id(), "password", now));
        return ApiReply.json(200, session.toString());
    }

    private static AuthException incomplete() {
        return new AuthException(400, "validation_failed", "missing email or password");
    }

    ApiReply refresh(ApiRequest request) throws SQLException {
        var input = Input.of(request);
        limits.refresh(request.remote());
        var token =
                input.text("refresh_token")
                        .orElseThrow(() ->
                                new AuthException(
                                        400, "validation_failed", "refresh_token required"));
        var now = now();
        var who = Requester.at(request.remote(), token);
        // A reused token must commit the end of its chain before it is refused.
        var rotation =
                database.transact(
                        who,
                        connection ->
                                sessions(connection, now).rotate(token, settings.reuseInterval()));
        return switch (rotation) {
            case Sessions.Rotation.Continued(var live) -> continued(who, live, now);
            case Sessions.Rotation.Unknown() ->
                    throw new AuthException(
                            400,
                            "refresh_token_not_found",
                            "Invalid Refresh Token: Refresh Token Not Found");
            case Sessions.Rotation.Reused() ->
                    throw new AuthException(
                            400,
                            "refresh_token_already_used",
                            "Invalid Refresh Token: Already Used");
        };
    }

    private ApiReply continued(Requester who, Sessions.Live live, Instant now) throws SQLException {
        Optional<User> user =
                database.transact(who, connection -> new UserTable(connection).byId(live.user()));
        var found =
                user.orElseThrow(
                        () -> new AuthException(403, "user_not_found", "User does not exist"));
        refuseBanned(found, now);
        var method = found.anonymous() ? "anonymous" : "password";
        return ApiReply.json(200, tokens.session(found, live, method, now).toString());
    }

    private static void refuseBanned(User user, Instant now) {
        if (user.bannedAt(now)) {
            throw new AuthException(400, "user_banned", "User is banned");
        }
    }

    private Sessions sessions(Connection connection, Instant now) {
        return new Sessions(connection, random, now);
    }

    private Instant now() {
        return clock.instant();
    }
}
