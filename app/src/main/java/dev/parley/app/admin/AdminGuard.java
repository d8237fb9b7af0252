// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.admin;

import dev.parley.http.Request;
import dev.parley.http.RequestFilter;
import dev.parley.http.RequestHandler;
import dev.parley.http.Response;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides whom the admin port answers.
///
/// Health is for everybody. The rest is for whoever shows the token; without a token, for this machine
/// by one of its own names, so that no page can reach it through a name of its own (DNS rebinding).
/// What changes something needs the token as `Bearer`, which no browser adds by itself, so no page can forge it.
final class AdminGuard implements RequestFilter {
    private static final Set<String> OPEN = Set.of("/health", "/ready");

    private final Access access;

    AdminGuard(Access access) {
        this.access = access;
    }

    @Override
    public Response filter(Request request, RequestHandler next)
            throws IOException, InterruptedException {
        var refusal = OPEN.contains(request.path()) ? null : refusal(request);
        var answer = refusal == null ? next.handle(request) : refused(request, refusal);
        return answer.with("Cache-Control", "no-store")
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "no-referrer")
                .with("Cross-Origin-Resource-Policy", "same-origin");
    }

    /// Says whether the request shows the token in a way that no browser adds by itself.
    boolean showsBearer(Request request) {
        return new Caller(access, request).showsBearer();
    }

    private record Refusal(int status, String reason) {}

    private static Response refused(Request request, Refusal refusal) {
        var answer = Response.text(refusal.status(), refusal.reason());
        if (refusal.status() != 401) {
            return answer;
        }
        // The browser shall ask when a page is opened, and leave the console's own calls alone.
        var scheme = request.path().startsWith("/api/") ? "Bearer" : "Basic";
        return answer.with("WWW-Authenticate", scheme + " realm=\"Parley admin\"");
    }

    private @Nullable Refusal refusal(Request request) {
        var caller = new Caller(access, request);
        if (access.loopback() && !caller.usesOwnName()) {
            return new Refusal(421, "Use the name localhost or 127.0.0.1");
        }
        if (access.token().isEmpty() && !(access.loopback() && request.onlyReads())) {
            return new Refusal(403, "Set CHANNELS_ADMIN_TOKEN to allow this");
        }
        if (request.onlyReads()) {
            return caller.isOperator()
                    ? null
                    : new Refusal(401, "The token of CHANNELS_ADMIN_TOKEN is needed");
        }
        if (!caller.showsBearer()) {
            return new Refusal(401, "The token is needed as Authorization: Bearer");
        }
        return isForeign(request)
                ? new Refusal(403, "Pages of other origins may not do this")
                : null;
    }

    private static boolean isForeign(Request request) {
        var origin = request.header("origin");
        var host = request.header("host").orElse("");
        return origin.filter(text -> !authority(text).equalsIgnoreCase(host)).isPresent();
    }

    private static String authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getRawAuthority()).orElse("");
        } catch (IllegalArgumentException _) {
            return "";
        }
    }
}
