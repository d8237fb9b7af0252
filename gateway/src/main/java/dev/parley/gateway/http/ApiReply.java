// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.http;

import dev.parley.http.ResponseBody;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// One HTTP answer.
///
/// @param status HTTP status, 200 to 599
/// @param headers by name, in the order they are written
/// @param body what follows the headers; may be empty
public record ApiReply(int status, Map<String, String> headers, ResponseBody body) {
    /// Copies the headers.
    public ApiReply {
        headers = Map.copyOf(headers);
    }

    /// Returns an answer with a JSON body.
    public static ApiReply json(int status, String body) {
        return new ApiReply(
                status,
                Map.of("Content-Type", "application/json; charset=utf-8"),
                ResponseBody.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    /// Returns an answer without a body.
    public static ApiReply empty(int status) {
        return new ApiReply(status, Map.of(), ResponseBody.EMPTY);
    }

    /// Returns this answer with another status.
    public ApiReply with(int other) {
        return new ApiReply(other, headers, body);
    }

    /// Returns this answer with another body.
    public ApiReply with(ResponseBody other) {
        return new ApiReply(status, headers, other);
    }

    /// Returns this answer with one more header, which replaces one of the same name.
    public ApiReply with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiReply(status, more, body);
    }
}
