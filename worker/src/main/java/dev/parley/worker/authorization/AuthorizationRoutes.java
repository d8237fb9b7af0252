// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import dev.parley.worker.http.Answers;
import dev.parley.worker.http.Form;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `POST /pusher/auth` and `POST /pusher/user-auth`, as
/// [Authorizing users](https://pusher.com/docs/channels/server_api/authorizing-users/) defines them:
/// a form with `socket_id` and `channel_name`, the caller's access token as `Authorization: Bearer`.
/// Up to 100 channels in a list, `channel_name[0]` and so on, are answered together, each with the status
/// and the body it would have had alone.
public final class AuthorizationRoutes implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AuthorizationRoutes.class);
    private static final int MAX_FORM_BYTES = 8_192;
    private static final int MAX_CHANNELS = 100;

    /// What a hundred of the longest names take.
    private static final int MAX_CHANNELS_BYTES = 65_536;

    private static final String BEARER = "bearer ";
    private static final String SIGN_IN = "Sign in to listen to this channel.";
    private static final Pattern SOCKET_ID = Pattern.compile("\\d{1,20}\\.\\d{1,20}");
    private static final String CHANNEL_NAME = "channel_name";

    private final AuthorizationConfig config;
    private final AccessTokenVerifier verifier;
    private final ChannelAuthorizer authorizer;
    private final ChannelAuthorization channels;
    private final ConnectionRegistrar registrar;

    private AuthorizationRoutes(
            AuthorizationConfig config,
            ChannelAuthorizer authorizer,
            ConnectionRegistrar registrar,
            InstantSource clock) {
        this.config = config;
        this.verifier = new AccessTokenVerifier(config, clock);
        this.authorizer = authorizer;
        this.channels = new ChannelAuthorization(config, authorizer);
        this.registrar = registrar;
    }

    /// Returns the routes of a worker that has the database.
    ///
    /// @param database where `authorize_channel` is
    /// @param registrar told of everyone who asks
    /// @param clock judges the age of tokens
    public static AuthorizationRoutes asking(
            DataSource database,
            AuthorizationConfig config,
            ConnectionRegistrar registrar,
            InstantSource clock) {
        var authorizer = new SqlChannelAuthorizer(database, config.watchlist());
        return new AuthorizationRoutes(config, authorizer, registrar, clock);
    }

    /// Returns the routes of a worker that has no database and asks the project's HTTP API.
    ///
    /// @param registrar told of everyone who asks
    /// @param clock judges the age of tokens
    public static AuthorizationRoutes asking(
            ProjectApi project,
            AuthorizationConfig config,
            ConnectionRegistrar registrar,
            InstantSource clock) {
        var authorizer = new RpcChannelAuthorizer(project, config.watchlist());
        return new AuthorizationRoutes(config, authorizer, registrar, clock);
    }

    /// Adds the routes.
    public void addTo(Routes.Builder routes) {
        routes.post("/pusher/auth", request -> answer(request, MAX_CHANNELS_BYTES, this::channel))
                .post("/pusher/user-auth", request -> answer(request, MAX_FORM_BYTES, this::user))
                .options("/pusher/auth", _ -> Answers.preflight())
                .options("/pusher/user-auth", _ -> Answers.preflight());
    }

    @Override
    public void close() {
        authorizer.close();
    }

    /// Checks what both endpoints have in common and answers every refusal.
    private Response answer(Request request, int maxBytes, Question question)
            throws IOException, InterruptedException {
        return Answers.openToAnyOrigin(decide(request.body(maxBytes), request, question));
    }

    private Response decide(byte[] body, Request request, Question question) {
        try {
            var form = Form.parse(request, body);
            var socketId = field(form, "socket_id", SOCKET_ID);
            var user = caller(request);
            registrar.registerConnection(socketId, user.id(), user.session(), user.end());
            return question.answer(user, socketId, form);
        } catch (IllegalArgumentException e) {
            return Answers.refusal(400, "Malformed request: " + e.getMessage() + ".");
        } catch (TokenRefusedException e) {
            return Answers.refusal(403, String.valueOf(e.getMessage()));
        } catch (KeysUnavailableException _) { // logged where the keys are fetched, once per try
            return Answers.refusal(
                    503, "Access tokens cannot be checked at the moment: try again.");
        } catch (AuthorizerUnavailableException e) {
            log.atWarn()
                    .addKeyValue("reason", String.valueOf(e.getCause()))
                    .log("cannot ask the database who may listen");
            return Answers.refusal(503, String.valueOf(e.getMessage()));
        } catch (SQLException e) {
            log.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("cannot note who listens, so lets nobody in");
            return Answers.refusal(503, "The database did not answer: try again.");
        }
    }

    private Response channel(AuthenticatedUser user, String socketId, Form form) {
        var one = form.field(CHANNEL_NAME);
        var many = form.list(CHANNEL_NAME);
        if (one.isPresent() && !many.isEmpty()) {
            throw new IllegalArgumentException("there is both channel_name and a list of it");
        }
        if (one.isPresent()) {
            var decision = channels.decide(user, socketId, one.get());
            return Answers.json(decision.status(), decision.data());
        }
        if (many.isEmpty()) {
            throw new IllegalArgumentException("channel_name is missing");
        }
        if (many.size() > MAX_CHANNELS) {
            throw new IllegalArgumentException(
                    "there are %d channels, must be %d at most"
                            .formatted(many.size(), MAX_CHANNELS));
        }
        var answers = Answers.object();
        channels.decide(user, socketId, new LinkedHashSet<>(many))
                .forEach((channel, decision) ->
                        answers.putObject(channel)
                                .put("status", decision.status())
                                .set("data", decision.data()));
        return Answers.json(200, answers);
    }

    private Response user(AuthenticatedUser user, String socketId, Form form) {
        return switch (authorizer.signIn(user)) {
            case AuthorizationDecision.Refused(var reason) -> Answers.refusal(403, reason);
            case AuthorizationDecision.Allowed(var identity) -> {
                var data = identity.orElseThrow().toString();
                yield Answers.json(
                        200,
                        Answers.object()
                                .put("auth", config.credentials().userAuth(socketId, data))
                                .put("user_data", data));
            }
        };
    }

    private AuthenticatedUser caller(Request request) {
        var header = request.header("authorization").orElse("");
        if (!header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            throw new TokenRefusedException(SIGN_IN);
        }
        return verifier.verify(header.substring(BEARER.length()).strip());
    }

    private static String field(Form form, String name, Pattern pattern) {
        var value =
                form.field(name)
                        .orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(name + " has a wrong form");
        }
        return value;
    }

    /// One of the two endpoints.
    @FunctionalInterface
    private interface Question {
        Response answer(AuthenticatedUser user, String socketId, Form form);
    }
}
