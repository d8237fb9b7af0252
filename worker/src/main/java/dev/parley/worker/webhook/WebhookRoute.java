// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.webhook;

import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import dev.parley.worker.http.Answers;
import dev.parley.worker.webhook.RowForwarding.Outcome;
import java.io.IOException;

/// `POST /webhook`: takes Supabase's payload from callers that show the secret, as
/// `x-webhook-secret` or `Authorization: Bearer`. Programs of this machine may need none.
///
/// It answers at once and never asks for a repeat, because none comes.
public final class WebhookRoute {
    private static final int MAX_BODY_BYTES = 256 * 1024;
    private static final String SECRET = "x-webhook-secret";
    private static final String BEARER = "Bearer ";

    private final WebhookConfig config;
    private final Receiver receiver;

    private WebhookRoute(WebhookConfig config, Receiver receiver) {
        this.config = config;
        this.receiver = receiver;
    }

    /// Returns the route of `forward` mode.
    public static WebhookRoute forwarding(WebhookConfig config, RowForwarding rows) {
        return new WebhookRoute(config, body -> forward(body, rows));
    }

    /// Returns the route of the other modes.
    ///
    /// @param wake called for each webhook; must return at once
    public static WebhookRoute hinting(WebhookConfig config, Runnable wake) {
        return new WebhookRoute(
                config,
                _ -> {
                    wake.run();
                    return accepted("noted", "changes are read from the database");
                });
    }

    /// Adds the route.
    public void addTo(Routes.Builder routes) {
        routes.post("/webhook", this::receive);
    }

    private Response receive(Request request) throws IOException, InterruptedException {
        return config.accepts(shown(request), isLocal(request))
                ? receiver.receive(request.body(MAX_BODY_BYTES))
                : Answers.refusal(401, "The webhook secret is wrong.");
    }

    private static Response forward(byte[] body, RowForwarding rows) {
        try {
            return switch (rows.take(body)) {
                case Outcome.Forwarded(var event) -> accepted("forwarded", event);
                case Outcome.Noted(var reason) -> accepted("noted", reason);
                case Outcome.Ignored(var reason) -> accepted("ignored", reason);
                case Outcome.Full _ ->
                        Answers.refusal(503, "Too many events wait for their targets.");
            };
        } catch (IllegalArgumentException e) {
            return Answers.refusal(400, "Malformed payload: " + e.getMessage() + ".");
        }
    }

    private static Response accepted(String status, String reason) {
        return Answers.json(
                200,
                Answers.object().put("success", true).put("status", status).put("reason", reason));
    }

    private static boolean isLocal(Request request) {
        return LocalCaller.is(request.peer().address(), request::header);
    }

    private static String shown(Request request) {
        return request.header(SECRET)
                .or(() ->
                        request.header("authorization")
                                .filter(value -> value.startsWith(BEARER))
                                .map(value -> value.substring(BEARER.length())))
                .orElse("");
    }

    /// What happens with a body whose sender is known.
    @FunctionalInterface
    private interface Receiver {
        Response receive(byte[] body);
    }
}
