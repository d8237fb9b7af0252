package dev.parley.worker.http;

import dev.parley.worker.meter.WorkerMeters;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/// Measures every answer: of which of the worker's own paths, with which status, how fast. Whatever
/// else is asked for counts as `other`, so that callers cannot make up labels. Thread-safe.
public final class HttpMeters implements Filter {
    private static final Set<String> PATHS =
            Set.of(
                    "/webhook",
                    "/pusher/auth",
                    "/pusher/user-auth",
                    "/pusher/webhook",
                    "/health",
                    "/ready",
                    "/ready/checks",
                    "/metrics");

    private final WorkerMeters meters;
    private final InstantSource clock;

    /// @param clock measures
    public HttpMeters(WorkerMeters meters, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        var began = clock.instant();
        try {
            chain.proceed();
        } finally {
            var path = request.path().path();
            meters.timer(
                            "http.requests",
                            "path",
                            PATHS.contains(path) ? path : "other",
                            "status",
                            Integer.toString(response.status().code()))
                    .record(Duration.between(began, clock.instant()));
        }
    }
}
