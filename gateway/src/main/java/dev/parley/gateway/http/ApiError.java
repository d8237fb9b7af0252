package dev.parley.gateway.http;

import org.jspecify.annotations.Nullable;

/// An error as PostgREST words it.
///
/// @param status HTTP status, 300 to 599
/// @param code stable code that programs match on
/// @param message sentence for people
/// @param details further facts; absent when there are none
/// @param hint advice, or a stable token set by a function; absent when there is none
public record ApiError(
        int status, String code, String message, @Nullable String details, @Nullable String hint) {
    /// Returns an error with a message only.
    public static ApiError of(int status, String code, String message) {
        return new ApiError(status, code, message, null, null);
    }

    /// Returns the JSON body, with all four members.
    public String body() {
        return Json.object()
                .put("code", code)
                .put("details", details)
                .put("hint", hint)
                .put("message", message)
                .toString();
    }
}
