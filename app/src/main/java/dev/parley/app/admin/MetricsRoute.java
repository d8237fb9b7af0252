// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.admin;

import dev.parley.http.RequestFilter;
import dev.parley.http.Response;
import dev.parley.http.Routes;

/// `GET /metrics` beside what is for everybody. Thread-safe.
public final class MetricsRoute {
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final RequestFilter guard;
    private final Metrics metrics;

    /// @param guard decides who is answered
    public MetricsRoute(RequestFilter guard, Metrics metrics) {
        this.guard = guard;
        this.metrics = metrics;
    }

    /// Adds the route.
    public void addTo(Routes.Builder routes) {
        routes.get("/metrics", guard.before(_ -> answer(metrics)));
    }

    /// Returns all metrics.
    static Response answer(Metrics metrics) {
        return Response.of(200, TYPE, metrics.text()).with("Cache-Control", "no-store");
    }
}
