// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.admin;

import dev.parley.http.Request;
import dev.parley.http.RequestFilter;
import dev.parley.http.RequestHandler;
import dev.parley.http.Response;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/// Tells those who are no operators whether the worker is ready, and nothing else: the whole answer of
/// `/ready` names servers and says why they fail. Thread-safe.
public final class BriefReadiness implements RequestFilter {
    private final AccessGuard guard;
    private final BooleanSupplier ready;

    /// @param guard tells who is told everything
    /// @param ready whether the worker is; must return at once
    public BriefReadiness(AccessGuard guard, BooleanSupplier ready) {
        this.guard = guard;
        this.ready = ready;
    }

    @Override
    public Response filter(Request request, RequestHandler next)
            throws IOException, InterruptedException {
        if (!request.path().equals("/ready") || guard.isOperator(request)) {
            return next.handle(request);
        }
        var now = ready.getAsBoolean();
        return Response.json(now ? 200 : 503, "{\"ready\":" + now + "}");
    }
}
