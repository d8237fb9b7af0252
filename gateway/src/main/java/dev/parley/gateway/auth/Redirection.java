// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.gateway.http.ApiReply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Sends the person who followed the link of a mail on to the app, which reads the rest from the address.
///
/// @param target an allowed address
record Redirection(String target) {
    private static final List<String> SESSION =
            List.of("access_token", "expires_at", "expires_in", "refresh_token", "token_type");

    /// Brings a session, in the fragment, which browsers send to no server.
    ApiReply withSession(JsonNode session, String type) {
        var members = new LinkedHashMap<String, String>();
        SESSION.forEach(name -> members.put(name, session.path(name).asText()));
        members.put("type", type);
        return to(target + "#" + form(members));
    }

    /// Brings a code, which is of no use without the secret that the client keeps.
    ApiReply withCode(String code) {
        return to(withQuery(Map.of("code", code)) + fragment());
    }

    /// Brings a refusal.
    ///
    /// @param inQuery whether the query has it, too, as clients that wait for a code look there
    ApiReply withError(AuthException refusal, boolean inQuery) {
        var members = new LinkedHashMap<String, String>();
        members.put("error", name(refusal.status()));
        members.put("error_code", refusal.code());
        members.put("error_description", refusal.message());
        return to((inQuery ? withQuery(members) : base()) + "#" + form(members));
    }

    /// Returns OAuth's word for a status.
    private static String name(int status) {
        return switch (status) {
            case 401 -> "unauthorized_client";
            case 403 -> "access_denied";
            case 500 -> "server_error";
            case 503 -> "temporarily_unavailable";
            default -> "invalid_request";
        };
    }

    private static ApiReply to(String address) {
        return ApiReply.empty(303)
                .with("Location", address)
                .with("Cache-Control", "no-store")
                .with("Referrer-Policy", "no-referrer");
    }

    private String base() {
        return target.split("#", 2)[0];
    }

    private String fragment() {
        return target.substring(base().length());
    }

    private String withQuery(Map<String, String> members) {
        return base() + (base().contains("?") ? "&" : "?") + form(members);
    }

    private static String form(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member ->
                        member.getKey()
                                + "="
                                + URLEncoder.encode(member.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
