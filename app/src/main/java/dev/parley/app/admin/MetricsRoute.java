package dev.parley.app.admin;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// `GET /metrics` on a port that everybody reaches, for operators alone. Thread-safe.
public final class MetricsRoute implements HttpService {
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Access access;
    private final Metrics metrics;

    /// @param access who may look
    /// @param metrics what the process counts
    public MetricsRoute(Access access, Metrics metrics) {
        this.access = access;
        this.metrics = metrics;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/metrics", this::answer);
    }

    /// Sends all metrics.
    static void send(ServerResponse response, Metrics metrics) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.header(HeaderNames.CONTENT_TYPE, TYPE);
        response.send(metrics.text());
    }

    private void answer(ServerRequest request, ServerResponse response) {
        if (new Caller(access, request).isOperator()) {
            send(response, metrics);
        } else if (access.loopback()) {
            refuse(response, Status.MISDIRECTED_REQUEST_421, "Use the name localhost or 127.0.0.1");
        } else if (access.token().isEmpty()) {
            refuse(response, Status.FORBIDDEN_403, "Set METRICS_TOKEN to allow this");
        } else {
            response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"Parley metrics\"");
            refuse(response, Status.UNAUTHORIZED_401, "The token of METRICS_TOKEN is needed");
        }
    }

    private static void refuse(ServerResponse response, Status status, String reason) {
        response.status(status);
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.send(reason + "\n");
    }
}
