package dev.parley.app.admin;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.function.Predicate;

/// Lets operators in, and tells others what is missing. Thread-safe.
public final class Operators {
    private final Access access;
    private final Predicate<Caller> admits;

    private Operators(Access access, Predicate<Caller> admits) {
        this.access = access;
        this.admits = admits;
    }

    /// Returns the rule of a port that everybody reaches.
    public static Operators onPublicPort(Access access) {
        return new Operators(access, Caller::isOperator);
    }

    /// Returns the rule of a port that is kept private by the network: whoever reaches it is let in.
    public static Operators onPrivatePort(Access access) {
        return new Operators(access, caller -> !access.loopback() || caller.usesOwnName());
    }

    /// Says whether a request may be answered; one that may not has got its answer.
    public boolean admit(ServerRequest request, ServerResponse response) {
        if (admits.test(new Caller(access, request))) {
            return true;
        }
        if (access.loopback()) {
            refuse(response, Status.MISDIRECTED_REQUEST_421, "Use the name localhost or 127.0.0.1");
        } else if (access.token().isEmpty()) {
            refuse(
                    response,
                    Status.FORBIDDEN_403,
                    "Set METRICS_TOKEN to allow this, or METRICS_PORT for the metrics");
        } else {
            response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"Parley metrics\"");
            refuse(response, Status.UNAUTHORIZED_401, "The token of METRICS_TOKEN is needed");
        }
        return false;
    }

    private static void refuse(ServerResponse response, Status status, String reason) {
        response.status(status);
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.send(reason + "\n");
    }
}
