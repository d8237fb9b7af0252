// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway;

import dev.parley.gateway.auth.AuthApi;
import dev.parley.gateway.http.ApiError;
import dev.parley.gateway.http.ApiReply;
import dev.parley.gateway.http.ApiRequest;
import dev.parley.gateway.rest.RestApi;
import dev.parley.gateway.token.TokenException;
import java.util.Optional;
import java.util.Set;

/// Sends each request to the API it is for.
final class Router {
    private static final String REST = "/rest/v1";
    private static final String AUTH = "/auth/v1";

    /// What asks for no key: a link in a mail has none.
    private static final Set<String> OPEN =
            Set.of("/auth/v1/.well-known/jwks.json", "/auth/v1/health", "/auth/v1/verify");

    private final KeyCheck keys;
    private final RestApi rest;
    private final AuthApi auth;

    Router(KeyCheck keys, RestApi rest, AuthApi auth) {
        this.keys = keys;
        this.rest = rest;
        this.auth = auth;
    }

    /// Answers a request whose body need not be read: a preflight, or one that gets nothing anyway
    /// because it shows no key or goes nowhere. Empty for any other.
    Optional<ApiReply> answerWithoutBody(ApiRequest request) {
        return Cors.preflight(request).or(() -> refuse(request).map(Cors::open));
    }

    /// Answers one request; every answer may be read by any page.
    ApiReply handle(ApiRequest request) {
        return answerWithoutBody(request).orElseGet(() -> Cors.open(dispatch(request)));
    }

    private Optional<ApiReply> refuse(ApiRequest request) {
        if (OPEN.contains(request.path())) {
            return Optional.empty();
        }
        return isBelow(request, REST) || isBelow(request, AUTH)
                ? keys.refuse(request)
                : Optional.of(ApiReply.json(404, notHere(request.path()).body()));
    }

    private ApiReply dispatch(ApiRequest request) {
        if (isBelow(request, AUTH)) {
            return auth.handle(request.below(AUTH));
        }
        try {
            return rest.handle(request.below(REST), keys.bearer(request));
        } catch (TokenException e) {
            var message = String.valueOf(e.getMessage());
            return RestApi.error(ApiError.of(401, e.code(), message))
                    .with(
                            "WWW-Authenticate",
                            "Bearer error=\"invalid_token\", error_description=\"%s\""
                                    .formatted(message.replace("\"", "'")));
        }
    }

    private static boolean isBelow(ApiRequest request, String prefix) {
        return request.path().equals(prefix) || request.path().startsWith(prefix + "/");
    }

    private static ApiError notHere(String path) {
        var part = Set.of("storage", "realtime", "functions", "graphql");
        var first = path.split("/", 3).length > 1 ? path.split("/", 3)[1] : "";
        return new ApiError(
                404,
                "not_found",
                part.contains(first)
                        ? "/" + first + "/v1 is not part of this gateway"
                        : "There is nothing at this address",
                null,
                "This gateway answers /rest/v1/{table}, /rest/v1/rpc/{function} and /auth/v1. For storage, realtime, functions and graphql use a Supabase project; Parley delivers messages through its Pusher-compatible server.");
    }
}
