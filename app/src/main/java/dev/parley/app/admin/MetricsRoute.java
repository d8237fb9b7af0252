package dev.parley.app.admin;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.function.Predicate;

/// `GET /metrics` beside what is for everybody. Thread-safe.
public final class MetricsRoute implements HttpService {
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Access access;
    private final Metrics metrics;
    private final Predicate<Caller> admits;

    private MetricsRoute(Access access, Metrics metrics, Predicate<Caller> admits) {
        this.access = access;
        this.metrics = metrics;
        this.admits = admits;
    }

    /// Returns the route of a port that everybody reaches: for operators alone.
    public static MetricsRoute onPublicPort(Access access, Metrics metrics) {
        return new MetricsRoute(access, metrics, Caller::isOperator);
    }

    /// Returns the route of a port that is kept private by the network: for whoever reaches it.
    public static MetricsRoute onPrivatePort(Access access, Metrics metrics) {
        return new MetricsRoute(
                access, metrics, caller -> !access.loopback() || caller.usesOwnName());
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
        if (admits.test(new Caller(access, request))) {
            send(response, metrics);
        } else if (access.loopback()) {
            refuse(response, Status.MISDIRECTED_REQUEST_421, "Use the name localhost or 127.0.0.1");
        } else if (access.token().isEmpty()) {
            refuse(
                    response,
                    Status.FORBIDDEN_403,
                    "Set METRICS_TOKEN or METRICS_PORT to allow this");
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
