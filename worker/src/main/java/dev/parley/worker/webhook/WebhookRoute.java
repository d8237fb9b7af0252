package dev.parley.worker.webhook;

import dev.parley.worker.http.Answers;
import dev.parley.worker.http.Bodies;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.UUID;
import java.util.function.BiConsumer;

/// `POST /webhook`: takes Supabase's payload from callers that show the secret, as
/// `x-webhook-secret` or `Authorization: Bearer`.
///
/// It answers at once and never asks for a repeat, because none comes.
public final class WebhookRoute implements HttpService {
    private static final int MAX_BODY_BYTES = 256 * 1024;
    private static final HeaderName SECRET = HeaderNames.create("x-webhook-secret");
    private static final String BEARER = "Bearer ";

    private final WebhookConfig config;
    private final Receiver receiver;

    private WebhookRoute(WebhookConfig config, Receiver receiver) {
        this.config = config;
        this.receiver = receiver;
    }

    /// Returns the route of `forward` mode.
    ///
    /// @param left told of everyone who leaves a room; must return at once
    public static WebhookRoute forwarding(
            WebhookConfig config, Forwarder forwarder, BiConsumer<UUID, UUID> left) {
        return new WebhookRoute(
                config, (body, response) -> forward(body, response, forwarder, left));
    }

    /// Returns the route of the other modes.
    ///
    /// @param wake called for each webhook; must return at once
    public static WebhookRoute hinting(WebhookConfig config, Runnable wake) {
        return new WebhookRoute(
                config,
                (_, response) -> {
                    wake.run();
                    accept(response, "noted", "changes are read from the database");
                });
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post("/webhook", this::receive);
    }

    private void receive(ServerRequest request, ServerResponse response) {
        if (!config.accepts(shown(request))) {
            Answers.refuse(response, Status.UNAUTHORIZED_401, "The webhook secret is wrong.");
            return;
        }
        var body = Bodies.read(request, MAX_BODY_BYTES);
        if (body.isEmpty()) {
            Answers.refuse(
                    response,
                    Status.REQUEST_ENTITY_TOO_LARGE_413,
                    "The payload is larger than 256 KiB.");
            return;
        }
        receiver.receive(body.get(), response);
    }

    private static void forward(
            byte[] body,
            ServerResponse response,
            Forwarder forwarder,
            BiConsumer<UUID, UUID> left) {
        try {
            var change = RowChange.parse(body);
            var event = RowEvents.of(change);
            RowEvents.departure(change).ifPresent(gone -> left.accept(gone.room(), gone.user()));
            if (event.isEmpty()) {
                accept(
                        response,
                        "ignored",
                        "%s of %s is not published".formatted(change.type(), change.table()));
            } else if (forwarder.forward(event.get())) {
                accept(response, "forwarded", event.get().event().name());
            } else {
                Answers.refuse(
                        response,
                        Status.SERVICE_UNAVAILABLE_503,
                        "Too many events wait for their targets.");
            }
        } catch (IllegalArgumentException e) {
            Answers.refuse(
                    response, Status.BAD_REQUEST_400, "Malformed payload: " + e.getMessage() + ".");
        }
    }

    private static void accept(ServerResponse response, String status, String reason) {
        Answers.send(
                response,
                Status.OK_200,
                Answers.object().put("status", status).put("reason", reason));
    }

    private static String shown(ServerRequest request) {
        var headers = request.headers();
        return headers.first(SECRET)
                .or(() ->
                        headers.first(HeaderNames.AUTHORIZATION)
                                .filter(value -> value.startsWith(BEARER))
                                .map(value -> value.substring(BEARER.length())))
                .orElse("");
    }

    /// What happens with a body whose sender is known.
    @FunctionalInterface
    private interface Receiver {
        void receive(byte[] body, ServerResponse response);
    }
}
