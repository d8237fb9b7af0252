// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway;

import dev.parley.gateway.http.ApiReply;
import dev.parley.gateway.http.ApiRequest;
import java.util.Optional;

/// Lets pages of any origin call the API and read its answers. No cookies are involved: whoever has
/// no key gets nothing.
final class Cors {
    private static final String METHODS = "GET, HEAD, POST, PATCH, PUT, DELETE, OPTIONS";

    private static final String HEADERS =
            "authorization, apikey, content-type, accept, prefer, range, x-client-info, accept-profile, content-profile, x-supabase-api-version, x-retry-count";

    private static final String EXPOSED =
            "Content-Range, Content-Location, Location, Preference-Applied, Proxy-Status, Retry-After, X-Supabase-Api-Version, X-Total-Count, x-sb-error-code, Link";

    private Cors() {}

    /// Returns the answer to a preflight; empty for any other request.
    static Optional<ApiReply> preflight(ApiRequest request) {
        if (!"OPTIONS".equals(request.method())) {
            return Optional.empty();
        }
        return Optional.of(
                open(ApiReply.empty(204))
                        .with("Access-Control-Allow-Methods", METHODS)
                        .with(
                                "Access-Control-Allow-Headers",
                                request.header("access-control-request-headers").orElse(HEADERS))
                        .with("Access-Control-Max-Age", "86400"));
    }

    /// Returns an answer that any page may read.
    static ApiReply open(ApiReply reply) {
        return reply.with("Access-Control-Allow-Origin", "*")
                .with("Access-Control-Expose-Headers", EXPOSED)
                .with("Vary", "Origin");
    }
}
