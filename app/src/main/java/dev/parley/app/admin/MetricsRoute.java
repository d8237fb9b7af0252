// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.admin;

import dev.parley.http.Response;
import dev.parley.http.Routes;

/// `GET /metrics` beside what is for everybody. Thread-safe.
public final class MetricsRoute {
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Operators operators;
    private final Metrics metrics;

    /// @param operators who is answered
    public MetricsRoute(Operators operators, Metrics metrics) {
        this.operators = operators;
        this.metrics = metrics;
    }

    /// Adds the route.
    public void addTo(Routes.Builder routes) {
        routes.get(
                "/metrics", request -> operators.refusal(request).orElseGet(() -> answer(metrics)));
    }

    /// Returns all metrics.
    static Response answer(Metrics metrics) {
        return Response.of(200, TYPE, metrics.text()).with("Cache-Control", "no-store");
    }
}
