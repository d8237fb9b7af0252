package dev.parley.app.admin;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/// Decides whom the admin port answers.
///
/// Health is for everybody. The rest is for this machine, by one of its own names, so that no page can
/// reach it through a name of its own (DNS rebinding); or for who shows the token. What changes
/// something needs the token as `Bearer`, which no browser adds by itself, so no page can forge it.
final class Gate implements Filter {
    private static final Set<String> OPEN = Set.of("/health", "/ready");

    private final Access access;

    Gate(Access access) {
        this.access = access;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.header(HeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff");
        response.header(HeaderNames.create("Referrer-Policy"), "no-referrer");
        response.header(HeaderNames.create("Cross-Origin-Resource-Policy"), "same-origin");
        var refusal =
                OPEN.contains(request.path().path()) ? Optional.<Refusal>empty() : refusal(request);
        if (refusal.isEmpty()) {
            chain.proceed();
            return;
        }
        if (refusal.get().status().equals(Status.UNAUTHORIZED_401)) {
            // The browser shall ask when a page is opened, and leave the console's own calls alone.
            var scheme = request.path().path().startsWith("/api/") ? "Bearer" : "Basic";
            response.header(HeaderNames.WWW_AUTHENTICATE, scheme + " realm=\"Parley admin\"");
        }
        response.status(refusal.get().status());
        response.header(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.send(refusal.get().reason() + "\n");
    }

    /// Says whether the request shows the token in a way that no browser adds by itself.
    boolean showsBearer(ServerRequest request) {
        return new Caller(access, request).showsBearer();
    }

    private record Refusal(Status status, String reason) {}

    private Optional<Refusal> refusal(ServerRequest request) {
        var caller = new Caller(access, request);
        if (access.loopback() && !caller.usesOwnName()) {
            return refuse(Status.MISDIRECTED_REQUEST_421, "Use the name localhost or 127.0.0.1");
        }
        var token = access.token();
        if (token.isEmpty() && !(access.loopback() && onlyReads(request))) {
            return refuse(Status.FORBIDDEN_403, "Set CHANNELS_ADMIN_TOKEN to allow this");
        }
        if (onlyReads(request)) {
            return access.loopback() || caller.showsToken()
                    ? Optional.empty()
                    : refuse(
                            Status.UNAUTHORIZED_401, "The token of CHANNELS_ADMIN_TOKEN is needed");
        }
        if (!caller.showsBearer()) {
            return refuse(Status.UNAUTHORIZED_401, "The token is needed as Authorization: Bearer");
        }
        return isForeign(request)
                ? refuse(Status.FORBIDDEN_403, "Pages of other origins may not do this")
                : Optional.empty();
    }

    private static boolean onlyReads(ServerRequest request) {
        var method = request.prologue().method();
        return method.equals(Method.GET) || method.equals(Method.HEAD);
    }

    private static boolean isForeign(ServerRequest request) {
        var origin = request.headers().first(HeaderNames.ORIGIN);
        var host = request.headers().first(HeaderNames.HOST).orElse("");
        return origin.filter(text -> !authority(text).equalsIgnoreCase(host)).isPresent();
    }

    private static String authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getRawAuthority()).orElse("");
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    private static Optional<Refusal> refuse(Status status, String reason) {
        return Optional.of(new Refusal(status, reason));
    }
}
