// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.http;

import dev.parley.http.Request;
import dev.parley.http.RequestFilter;
import dev.parley.http.RequestHandler;
import dev.parley.http.RequestRefusedException;
import dev.parley.http.Response;
import dev.parley.worker.meter.WorkerMeters;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/// Measures every answer: of which of the worker's own paths, with which status, how fast. Whatever
/// else is asked for counts as `other`, so that callers cannot make up labels. Thread-safe.
public final class HttpMeters implements RequestFilter {
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

    private static final int FAILED = 500;

    private final WorkerMeters meters;
    private final InstantSource clock;

    /// @param clock measures
    public HttpMeters(WorkerMeters meters, InstantSource clock) {
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public Response filter(Request request, RequestHandler next)
            throws IOException, InterruptedException {
        var began = clock.instant();
        var status = FAILED;
        try {
            var answer = next.handle(request);
            status = answer.status();
            return answer;
        } catch (RequestRefusedException e) {
            status = e.status();
            throw e;
        } finally {
            meters.timer(
                            "http.requests",
                            "path",
                            PATHS.contains(request.path()) ? request.path() : "other",
                            "status",
                            Integer.toString(status))
                    .record(Duration.between(began, clock.instant()));
        }
    }
}
