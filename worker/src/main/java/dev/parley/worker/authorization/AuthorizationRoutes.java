package dev.parley.worker.authorization;

import dev.parley.worker.encryption.RoomChannel;
import dev.parley.worker.http.Answers;
import dev.parley.worker.http.Bodies;
import dev.parley.worker.http.Form;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `POST /pusher/auth` and `POST /pusher/user-auth`, as
/// [Authorizing users](https://pusher.com/docs/channels/server_api/authorizing-users/) defines them:
/// a form with `socket_id` and `channel_name`, the caller's access token as `Authorization: Bearer`.
public final class AuthorizationRoutes implements HttpService {
    private static final Logger log = LoggerFactory.getLogger(AuthorizationRoutes.class);
    private static final int MAX_FORM_BYTES = 8_192;
    private static final String BEARER = "bearer ";
    private static final String SIGN_IN = "Sign in to listen to this channel.";
    private static final Pattern SOCKET_ID = Pattern.compile("\\d{1,20}\\.\\d{1,20}");
    private static final Pattern CHANNEL = Pattern.compile("[A-Za-z0-9_\\-=@,.;]{1,200}");
    private static final String ENCRYPTED = "private-encrypted-";

    private final AuthorizationConfig config;
    private final AccessTokens tokens;
    private final Gate gate;
    private final Visits visits;

    private AuthorizationRoutes(
            AuthorizationConfig config, Gate gate, Visits visits, InstantSource clock) {
        this.config = config;
        this.tokens = new AccessTokens(config, clock);
        this.gate = gate;
        this.visits = visits;
    }

    /// Returns the routes of a worker that has the database.
    ///
    /// @param database where `authorize_channel` is
    /// @param visits told of everyone who asks
    /// @param clock judges the age of tokens
    public static AuthorizationRoutes asking(
            DataSource database, AuthorizationConfig config, Visits visits, InstantSource clock) {
        var gate = new SqlGate(database, config.watchlist());
        return new AuthorizationRoutes(config, gate, visits, clock);
    }

    /// Returns the routes of a worker that has no database and asks the project's HTTP API.
    ///
    /// @param visits told of everyone who asks
    /// @param clock judges the age of tokens
    public static AuthorizationRoutes asking(
            ProjectApi project, AuthorizationConfig config, Visits visits, InstantSource clock) {
        var gate = new RpcGate(project, config.watchlist());
        return new AuthorizationRoutes(config, gate, visits, clock);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post("/pusher/auth", (request, response) -> answer(request, response, this::channel))
                .post(
                        "/pusher/user-auth",
                        (request, response) -> answer(request, response, this::user))
                .options("/pusher/auth", (_, response) -> Answers.preflight(response))
                .options("/pusher/user-auth", (_, response) -> Answers.preflight(response));
    }

    @Override
    public void afterStop() {
        gate.close();
    }

    /// Checks what both endpoints have in common and answers every refusal.
    private void answer(ServerRequest request, ServerResponse response, Question question) {
        Answers.openToAnyOrigin(response);
        var body = Bodies.read(request, MAX_FORM_BYTES);
        if (body.isEmpty()) {
            Answers.refuse(response, Status.REQUEST_ENTITY_TOO_LARGE_413, "The form is too long.");
            return;
        }
        try {
            var form = Form.parse(body.get());
            var socketId = field(form, "socket_id", SOCKET_ID);
            var user = caller(request);
            visits.expect(socketId, user.id(), user.session(), user.end());
            question.answer(user, socketId, form, response);
        } catch (IllegalArgumentException e) {
            Answers.refuse(
                    response, Status.BAD_REQUEST_400, "Malformed request: " + e.getMessage() + ".");
        } catch (TokenRefusedException e) {
            Answers.refuse(response, Status.FORBIDDEN_403, String.valueOf(e.getMessage()));
        } catch (KeysAwayException _) { // logged where the keys are fetched, once per try
            Answers.refuse(
                    response,
                    Status.SERVICE_UNAVAILABLE_503,
                    "Access tokens cannot be checked at the moment: try again.");
        } catch (GateAwayException e) {
            log.atWarn()
                    .addKeyValue("reason", String.valueOf(e.getCause()))
                    .log("cannot ask the database who may listen");
            Answers.refuse(
                    response, Status.SERVICE_UNAVAILABLE_503, String.valueOf(e.getMessage()));
        } catch (SQLException e) {
            log.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("cannot note who listens, so lets nobody in");
            Answers.refuse(
                    response,
                    Status.SERVICE_UNAVAILABLE_503,
                    "The database did not answer: try again.");
        }
    }

    private void channel(User user, String socketId, Form form, ServerResponse response) {
        var channel = field(form, "channel_name", CHANNEL);
        var misplaced = misplaced(channel);
        if (misplaced.isPresent()) {
            Answers.refuse(response, Status.FORBIDDEN_403, misplaced.get());
            return;
        }
        switch (gate.authorize(user, channel)) {
            case Verdict.Refused(var reason) ->
                    Answers.refuse(response, Status.FORBIDDEN_403, reason);
            case Verdict.Allowed(var member) -> {
                var data = member.map(Object::toString).orElse(null);
                var granted =
                        Answers.object()
                                .put(
                                        "auth",
                                        config.credentials().channelAuth(socketId, channel, data));
                if (data != null) {
                    granted.put("channel_data", data);
                }
                if (channel.startsWith(ENCRYPTED)) {
                    config.encryption()
                            .ifPresent(key ->
                                    granted.put("shared_secret", key.sharedSecretText(channel)));
                }
                Answers.send(response, Status.OK_200, granted);
            }
        }
    }

    /// Says why nothing would be heard on a channel; empty when it is the right one of its kind.
    private Optional<String> misplaced(String channel) {
        if (config.encryption().isEmpty() && channel.startsWith(ENCRYPTED)) {
            return Optional.of(
                    "Encrypted channels are not set up on this server: set PUSHER_ENCRYPTION_MASTER_KEY.");
        }
        if (config.encryption().isPresent() && RoomChannel.isPlainPrivate(channel)) {
            return Optional.of(
                    "Private rooms are encrypted on this server: listen to %s, by createPusherRealtime(pusher, { encrypted: true })."
                            .formatted(RoomChannel.encrypted(channel)));
        }
        return Optional.empty();
    }

    private void user(User user, String socketId, Form form, ServerResponse response) {
        switch (gate.signIn(user)) {
            case Verdict.Refused(var reason) ->
                    Answers.refuse(response, Status.FORBIDDEN_403, reason);
            case Verdict.Allowed(var identity) -> {
                var data = identity.orElseThrow().toString();
                Answers.send(
                        response,
                        Status.OK_200,
                        Answers.object()
                                .put("auth", config.credentials().userAuth(socketId, data))
                                .put("user_data", data));
            }
        }
    }

    private User caller(ServerRequest request) {
        var header = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
        if (!header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            throw new TokenRefusedException(SIGN_IN);
        }
        return tokens.verify(header.substring(BEARER.length()).strip());
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
        void answer(User user, String socketId, Form form, ServerResponse response);
    }
}
