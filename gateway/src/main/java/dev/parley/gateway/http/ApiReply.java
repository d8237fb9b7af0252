package dev.parley.gateway.http;

import java.util.LinkedHashMap;
import java.util.Map;

/// One HTTP answer.
///
/// @param status HTTP status, 200 to 599
/// @param headers by name, in the order they are written
/// @param body text of the body, UTF-8 on the wire; may be empty
public record ApiReply(int status, Map<String, String> headers, String body) {
    /// Copies the headers.
    public ApiReply {
        headers = Map.copyOf(headers);
    }

    /// Returns an answer with a JSON body.
    public static ApiReply json(int status, String body) {
        return new ApiReply(
                status, Map.of("Content-Type", "application/json; charset=utf-8"), body);
    }

    /// Returns an answer without a body.
    public static ApiReply empty(int status) {
        return new ApiReply(status, Map.of(), "");
    }

    /// Returns this answer with one more header, which replaces one of the same name.
    public ApiReply with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiReply(status, more, body);
    }
}
