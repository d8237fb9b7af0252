package dev.parley.app.admin;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.function.BooleanSupplier;

/// Tells those who are no operators whether the worker is ready, and nothing else: the whole answer of
/// `/ready` names servers and says why they fail. Thread-safe.
public final class BriefReadiness implements Filter {
    private final Access access;
    private final BooleanSupplier ready;

    /// @param access who is told everything
    /// @param ready whether the worker is; must return at once
    public BriefReadiness(Access access, BooleanSupplier ready) {
        this.access = access;
        this.ready = ready;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (!request.path().path().equals("/ready") || new Caller(access, request).isOperator()) {
            chain.proceed();
            return;
        }
        var now = ready.getAsBoolean();
        response.status(now ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503);
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send("{\"ready\":" + now + "}");
    }
}
