// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.gateway.http.ApiReply;
import dev.parley.gateway.http.ApiRequest;
import dev.parley.gateway.share.Requester;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/// Gives whoever got a mail a session for it: `GET /verify`, to which its link leads, and `POST /verify`.
final class Verification {
    /// Begins the tokens of links that give a code (PKCE) in place of a session.
    static final String CODE_PREFIX = "pkce_";

    /// How users have signed in who read a mail.
    private static final String METHOD = "otp";

    private final AuthDatabase database;
    private final Redirects redirects;
    private final SessionStart sessions;
    private final OneTimeSecrets secrets;
    private final SignInLimits limits;
    private final Clock clock;

    Verification(
            AuthDatabase database,
            Redirects redirects,
            SessionStart sessions,
            OneTimeSecrets secrets,
            SignInLimits limits,
            Clock clock) {
        this.database = database;
        this.redirects = redirects;
        this.sessions = sessions;
        this.secrets = secrets;
        this.limits = limits;
        this.clock = clock;
    }

    /// Sends a browser that followed the link on to the app.
    ApiReply follow(ApiRequest request) throws SQLException {
        limits.verify(request.remote());
        var redirection = new Redirection(redirects.target(request));
        var token = request.parameters().first("token").orElse("");
        if (token.isEmpty()) {
            throw invalid("Verify requires a token or a token hash");
        }
        var takesCode = token.startsWith(CODE_PREFIX);
        try {
            var kind = OneTimeTokens.Kind.of(request.parameters().first("type").orElse(""));
            return takesCode
                    ? redirection.withCode(code(request, kind, token))
                    : redirection.withSession(session(request, kind, token), kind.type());
        } catch (AuthException e) {
            return redirection.withError(e, takesCode);
        }
    }

    /// Answers an app that has the token of the link, or the digits and the address.
    ApiReply verify(ApiRequest request) throws SQLException {
        var input = Input.of(request);
        limits.verify(request.remote());
        var kind =
                OneTimeTokens.Kind.of(
                        input.text("type")
                                .orElseThrow(() -> invalid("Verify requires a verification type")));
        var hash = input.text("token_hash");
        var digits = input.text("token");
        if (hash.isPresent() == digits.isPresent()) {
            throw invalid("Verify requires either a token or a token hash");
        }
        var session =
                hash.isPresent()
                        ? session(request, kind, hash.get())
                        : session(request, kind, input, digits.orElseThrow());
        return ApiReply.json(200, session.toString());
    }

    private ObjectNode session(ApiRequest request, OneTimeTokens.Kind kind, String token)
            throws SQLException {
        return session(
                request, "Email link is invalid or has expired", tokens -> tokens.use(kind, token));
    }

    private ObjectNode session(
            ApiRequest request, OneTimeTokens.Kind kind, Input input, String digits)
            throws SQLException {
        var email =
                input.newEmail()
                        .orElseThrow(() ->
                                invalid(
                                        "Only an email address or phone number should be provided on verify"));
        return session(
                request,
                "Token has expired or is invalid",
                tokens -> tokens.use(kind, email, digits));
    }

    /// Uses a token up.
    @FunctionalInterface
    private interface Use {
        Optional<UUID> of(OneTimeTokens tokens) throws SQLException;
    }

    /// A use that finds nothing is committed, too: wrong digits count.
    private ObjectNode session(ApiRequest request, String refusal, Use use) throws SQLException {
        var now = clock.instant();
        Optional<ObjectNode> session =
                database.transact(
                        who(request),
                        connection -> {
                            var user = use.of(new OneTimeTokens(connection, secrets, now));
                            return user.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(
                                            sessions.begin(connection, user.get(), METHOD, now));
                        });
        return session.orElseThrow(() -> expired(refusal));
    }

    private String code(ApiRequest request, OneTimeTokens.Kind kind, String token)
            throws SQLException {
        var now = clock.instant();
        Optional<String> code =
                database.transact(
                        who(request),
                        connection -> {
                            var user = new OneTimeTokens(connection, secrets, now).use(kind, token);
                            return user.isEmpty()
                                    ? Optional.empty()
                                    : new FlowStates(connection, secrets, now)
                                            .issue(user.get(), kind.type());
                        });
        return code.orElseThrow(() -> expired("Email link is invalid or has expired"));
    }

    private static Requester who(ApiRequest request) {
        return Requester.at(request.remote(), "verify");
    }

    private static AuthException expired(String message) {
        return new AuthException(403, "otp_expired", message);
    }

    private static AuthException invalid(String message) {
        return new AuthException(400, "validation_failed", message);
    }
}
