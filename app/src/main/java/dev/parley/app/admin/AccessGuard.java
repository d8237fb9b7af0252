// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.admin;

import dev.parley.http.Request;
import dev.parley.http.RequestHandler;
import dev.parley.http.Response;
import dev.parley.protocol.Secret;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides who may call what is not for everybody, on each port that has such routes. Its methods named
/// `on…Port` are filters. Thread-safe.
///
/// @param bindAddress the address that is listened on
/// @param loopback whether only this machine reaches it
/// @param token what lets in from elsewhere, and what lets publish
public record AccessGuard(String bindAddress, boolean loopback, Optional<Secret> token) {
    private static final Set<String> OPEN = Set.of("/health", "/ready");

    /// Guards the whole admin port.
    ///
    /// Health is for everybody. The rest is for operators, who must use one of this machine's own names where
    /// nobody else reaches it. What changes something needs the token as `Bearer`, which no browser adds by
    /// itself, so no page can forge it.
    Response onAdminPort(Request request, RequestHandler next)
            throws IOException, InterruptedException {
        var refusal = OPEN.contains(request.path()) ? null : adminRefusal(request);
        var answer = refusal == null ? next.handle(request) : refusal;
        return answer.with("Cache-Control", "no-store")
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "no-referrer")
                .with("Cross-Origin-Resource-Policy", "same-origin");
    }

    /// Guards a route on a port that everybody reaches: operators are let in.
    public Response onPublicPort(Request request, RequestHandler next)
            throws IOException, InterruptedException {
        return isOperator(request) ? next.handle(request) : metricsRefusal();
    }

    /// Guards a route on a port that is kept private by the network: whoever reaches it is let in.
    public Response onPrivatePort(Request request, RequestHandler next)
            throws IOException, InterruptedException {
        return !loopback || usesOwnName(new Caller(request))
                ? next.handle(request)
                : metricsRefusal();
    }

    /// Returns whether what tells nobody but operators may be told: with the token where there is one;
    /// without, on this machine by one of its own names, so that no page can ask through a name of its
    /// own (DNS rebinding). A proxy on this machine comes by such a name for anybody, so the name alone
    /// opens nothing once a token is set.
    boolean isOperator(Request request) {
        var caller = new Caller(request);
        return token.isPresent()
                ? showsBearer(request) || isToken(caller.password())
                : loopback && usesOwnName(caller);
    }

    /// Returns whether the request shows the token in a way that no browser adds by itself.
    boolean showsBearer(Request request) {
        return isToken(new Caller(request).bearer());
    }

    private @Nullable Response adminRefusal(Request request) {
        var caller = new Caller(request);
        if (loopback && !usesOwnName(caller)) {
            return Response.text(421, "Use the name localhost or 127.0.0.1");
        }
        if (token.isEmpty() && !(loopback && request.onlyReads())) {
            return Response.text(403, "Set CHANNELS_ADMIN_TOKEN to allow this");
        }
        if (request.onlyReads()) {
            return isOperator(request)
                    ? null
                    : asked(request, "The token of CHANNELS_ADMIN_TOKEN is needed");
        }
        if (!showsBearer(request)) {
            return asked(request, "The token is needed as Authorization: Bearer");
        }
        return caller.isForeignPage()
                ? Response.text(403, "Pages of other origins may not do this")
                : null;
    }

    private static Response asked(Request request, String reason) {
        // The browser shall ask when a page is opened, and leave the console's own calls alone.
        var scheme = request.path().startsWith("/api/") ? "Bearer" : "Basic";
        return Response.text(401, reason)
                .with("WWW-Authenticate", scheme + " realm=\"Parley admin\"");
    }

    private Response metricsRefusal() {
        if (token.isPresent()) {
            return Response.text(401, "The token of METRICS_TOKEN is needed")
                    .with("WWW-Authenticate", "Bearer realm=\"Parley metrics\"");
        }
        return loopback
                ? Response.text(421, "Use the name localhost or 127.0.0.1")
                : Response.text(
                        403, "Set METRICS_TOKEN to allow this, or METRICS_PORT for the metrics");
    }

    private boolean usesOwnName(Caller caller) {
        return caller.host().isLoopback() || caller.host().text().equalsIgnoreCase(bindAddress);
    }

    private boolean isToken(Optional<String> candidate) {
        return token.isPresent() && candidate.filter(token.get()::matches).isPresent();
    }
}
