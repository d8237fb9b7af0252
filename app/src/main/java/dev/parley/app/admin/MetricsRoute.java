package dev.parley.app.admin;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// `GET /metrics` beside what is for everybody. Thread-safe.
public final class MetricsRoute implements HttpService {
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Operators operators;
    private final Metrics metrics;

    /// @param operators who is answered
    public MetricsRoute(Operators operators, Metrics metrics) {
        this.operators = operators;
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
        if (operators.admit(request, response)) {
            send(response, metrics);
        }
    }
}
