// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.gateway.http.ApiReply;
import dev.parley.gateway.http.ApiRequest;
import dev.parley.gateway.http.Json;
import dev.parley.gateway.mail.MailDispatcher;
import dev.parley.gateway.mail.Mailer;
import dev.parley.gateway.share.FairPool;
import dev.parley.gateway.share.OverShareException;
import dev.parley.gateway.share.Shares;
import dev.parley.gateway.token.Tokens;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers the requests below `/auth/v1`. Thread-safe; blocks on the database. Mails go on threads of its own.
public final class AuthApi implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AuthApi.class);

    private static final String VERSION_HEADER = "X-Supabase-Api-Version";
    private static final String VERSION = "2024-01-01";

    /// PostgreSQL keeps no more, so an instant that was written comes back as it was.
    private static final Duration POSTGRES_TICK = ChronoUnit.MICROS.getDuration();

    /// What the secrets of mails are hashed with has no other use.
    private static final String KEY_PURPOSE = "one-time secrets";

    private static final Duration HASHING_PATIENCE = Duration.ofSeconds(10);

    private final AuthSettings settings;
    private final SignIn signIn;
    private final AccountRoutes accounts;
    private final MailDispatcher mails;
    private final Recovery recovery;
    private final Verification verification;
    private final CodeExchange exchange;

    /// @param mailer takes mails to people
    /// @param issuer address of `/auth/v1` as clients know it, asked when a token is made
    public AuthApi(
            FairPool pool,
            AuthSettings settings,
            Tokens tokens,
            Mailer mailer,
            Supplier<String> issuer,
            Clock untruncated) {
        var clock = Clock.tick(untruncated, POSTGRES_TICK);
        var database = new AuthDatabase(pool);
        var passwords =
                new Passwords(
                        settings.bcryptCost(),
                        Shares.ofHashing(
                                Math.max(1, Runtime.getRuntime().availableProcessors() - 1),
                                HASHING_PATIENCE));
        var random = new SecureRandom();
        var access = new SessionIssuer(tokens, settings.tokenLife(), issuer);
        this.settings = settings;
        var limits = new SignInLimits(settings.rates(), clock);
        this.signIn = new SignIn(database, settings, access, passwords, limits, random, clock);
        this.accounts =
                new AccountRoutes(database, settings, tokens, passwords, limits, random, clock);
        this.mails = new MailDispatcher(mailer);
        var secrets = new OneTimeSecrets(tokens.key(KEY_PURPOSE), random);
        var starts = new SessionStart(access, random);
        var redirects = settings.redirects();
        this.recovery = new Recovery(database, redirects, mails, secrets, limits, issuer, clock);
        this.verification = new Verification(database, redirects, starts, secrets, limits, clock);
        this.exchange = new CodeExchange(database, starts, secrets, limits, clock);
    }

    /// Answers one request.
    ///
    /// @param request its path begins below `/auth/v1`
    public ApiReply handle(ApiRequest request) {
        try {
            return dispatch(request);
        } catch (AuthException e) {
            return refusal(request, e);
        } catch (OverShareException e) {
            return refusal(request, busy(e)).with("Retry-After", "1");
        } catch (SQLException e) {
            log.atWarn().setCause(e).log("auth request failed in the database");
            return refusal(request, failure(e));
        }
    }

    private static AuthException busy(OverShareException failure) {
        return failure.own()
                ? new AuthException(429, "over_request_rate_limit", "Too many requests at once")
                : new AuthException(504, "request_timeout", "Too many requests: try again later");
    }

    /// A database that cannot be reached is worth trying again, which clients do on 503.
    private static AuthException failure(SQLException failure) {
        var state = String.valueOf(failure.getSQLState());
        return failure instanceof SQLTransientException || state.startsWith("08")
                ? new AuthException(503, "unexpected_failure", "The database cannot be reached")
                : new AuthException(
                        500, "unexpected_failure", "Database error: see the gateway's log");
    }

    private ApiReply dispatch(ApiRequest request) throws SQLException {
        if (request.method().equals("HEAD")) {
            return head(request);
        }
        return switch (request.method() + " " + request.path()) {
            case "POST /signup" -> signIn.signUp(request);
            case "POST /token" -> token(request);
            case "POST /recover" -> recovery.recover(request);
            case "GET /verify" -> verification.follow(request);
            case "POST /verify" -> verification.verify(request);
            case "GET /user" -> accounts.user(request);
            case "PUT /user" -> accounts.update(request);
            case "POST /logout" -> accounts.logOut(request);
            case "GET /settings" -> ApiReply.json(200, settingsJson().toString());
            case "GET /health" ->
                    ApiReply.json(
                            200,
                            Json.object()
                                    .put("name", "GoTrue")
                                    .put("description", "The sign-in of the Parley gateway")
                                    .toString());
            case "GET /.well-known/jwks.json" ->
                    ApiReply.json(200, "{\"keys\":[]}")
                            .with("Cache-Control", "public, max-age=600");
            default ->
                    throw new AuthException(
                            404,
                            "not_found",
                            "%s /auth/v1%s is not part of this gateway, which has signup, token (password, refresh_token, pkce), recover, verify, user, logout, settings, health and .well-known/jwks.json"
                                    .formatted(request.method(), request.path()));
        };
    }

    /// Programs that look at links before people do send HEAD: that must not use a link up.
    private ApiReply head(ApiRequest request) throws SQLException {
        return request.path().equals("/verify")
                ? ApiReply.empty(200)
                : dispatch(request.headAsGet());
    }

    private ApiReply token(ApiRequest request) throws SQLException {
        return switch (request.parameters().first("grant_type").orElse("")) {
            case "password" -> signIn.byPassword(request);
            case "refresh_token" -> signIn.refresh(request);
            case "pkce" -> exchange.exchange(request);
            default ->
                    throw new AuthException(
                            400,
                            "unsupported_grant_type",
                            "This gateway supports the grant types password, refresh_token and pkce");
        };
    }

    /// Drains mails under way for at most two seconds.
    @Override
    public void close() {
        mails.close();
    }

    private ObjectNode settingsJson() {
        var json = Json.object();
        json.set(
                "external",
                Json.object()
                        .put("anonymous_users", settings.anonymousSignIns())
                        .put("email", true)
                        .put("phone", false));
        return json.put("disable_signup", !settings.signUps())
                .put("mailer_autoconfirm", true)
                .put("phone_autoconfirm", false)
                .put("sms_provider", "")
                .put("saml_enabled", false);
    }

    private static ApiReply refusal(ApiRequest request, AuthException refusal) {
        var versioned =
                request.header("x-supabase-api-version").filter(VERSION::equals).isPresent();
        var body = Json.object();
        if (versioned) {
            body.put("code", refusal.code()).put("message", refusal.message());
        } else {
            body.put("code", refusal.status())
                    .put("error_code", refusal.code())
                    .put("msg", refusal.message());
        }
        if (!refusal.weaknesses().isEmpty()) {
            var reasons = body.putObject("weak_password").putArray("reasons");
            refusal.weaknesses().forEach(reasons::add);
        }
        var reply =
                ApiReply.json(refusal.status(), body.toString())
                        .with("x-sb-error-code", refusal.code());
        if (refusal.retryAfter().isPositive()) {
            reply = reply.with("Retry-After", Long.toString(refusal.retryAfter().toSeconds() + 1));
        }
        return versioned ? reply.with(VERSION_HEADER, VERSION) : reply;
    }
}
