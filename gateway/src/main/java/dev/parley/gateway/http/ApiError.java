// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An error as PostgREST words it.
///
/// @param status HTTP status, 300 to 599
/// @param code stable code that programs match on
/// @param message sentence for people
/// @param details further facts; absent when there are none
/// @param hint advice, or a stable token set by a function; absent when there is none
/// @param candidates what an ambiguous name may mean, shown as the details; empty for anything else
public record ApiError(
        int status,
        String code,
        String message,
        @Nullable String details,
        @Nullable String hint,
        List<ObjectNode> candidates) {
    /// Copies the candidates.
    public ApiError {
        candidates = List.copyOf(candidates);
    }

    /// Makes an error without candidates.
    public ApiError(
            int status,
            String code,
            String message,
            @Nullable String details,
            @Nullable String hint) {
        this(status, code, message, details, hint, List.of());
    }

    /// Returns an error with a message only.
    public static ApiError of(int status, String code, String message) {
        return new ApiError(status, code, message, null, null);
    }

    /// Returns the JSON body, with all four members.
    public String body() {
        var body = Json.object().put("code", code).put("details", details);
        if (!candidates.isEmpty()) {
            body.putArray("details").addAll(candidates);
        }
        return body.put("hint", hint).put("message", message).toString();
    }
}
