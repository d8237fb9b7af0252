// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One HTTP answer. The server adds `Content-Length` or chunks, `Connection` and `Date`.
///
/// @param status HTTP status, 200 to 599
/// @param headers by name, in the order they are written
/// @param body what follows the headers; left out where HTTP allows none
public record Response(int status, Map<String, String> headers, ResponseBody body) {
    /// Copies the headers.
    public Response {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /// Returns an answer without a body.
    public static Response empty(int status) {
        return new Response(status, Map.of(), ResponseBody.EMPTY);
    }

    /// Returns an answer with a JSON body.
    public static Response json(int status, String json) {
        return of(status, "application/json", json);
    }

    /// Returns an answer with a line of plain text.
    public static Response text(int status, String line) {
        return of(status, "text/plain; charset=utf-8", line + "\n");
    }

    /// Returns an answer with a text.
    ///
    /// @param type the media type, with the charset where it has one
    public static Response of(int status, String type, String text) {
        return of(status, type, ResponseBody.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// Returns an answer with any body.
    public static Response of(int status, String type, ResponseBody body) {
        return new Response(status, Map.of("Content-Type", type), body);
    }

    /// Returns this answer with one more header, which replaces one of the same name.
    public Response with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, more, body);
    }
}
