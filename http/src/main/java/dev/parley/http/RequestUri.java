// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where a request goes.
///
/// @param path decoded, beginning with `/`, or `*`
/// @param query raw, without the `?`; may be empty
record RequestUri(String path, String query) {
    private static final String SCHEME_END = "://";

    /// Reads the target of a request line. Any visible character may stand in it unescaped, as browsers
    /// and PostgREST's clients send them, such as `[ ] { } | ^` and UTF-8.
    ///
    /// @param line its bytes, each as one character
    /// @throws RequestRefusedException when it holds a control character or a broken escape
    static RequestUri parse(String line) {
        if (line.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            throw new RequestRefusedException(400, "The address holds a control character");
        }
        var text =
                local(
                        new String(
                                line.getBytes(StandardCharsets.ISO_8859_1),
                                StandardCharsets.UTF_8));
        var mark = text.indexOf('?');
        var path = mark < 0 ? text : text.substring(0, mark);
        return new RequestUri(
                decode(path.replace("+", "%2B")), mark < 0 ? "" : text.substring(mark + 1));
    }

    /// Returns the decoded parameters of the query string; of a repeated one the first.
    Map<String, String> parameters() {
        var all = new LinkedHashMap<String, String>();
        for (var part : query.split("&", -1)) {
            var equals = part.indexOf('=');
            var name = decode(equals < 0 ? part : part.substring(0, equals));
            all.putIfAbsent(name, equals < 0 ? "" : decode(part.substring(equals + 1)));
        }
        return all;
    }

    /// Takes off the scheme and the host that a proxy's client may name.
    private static String local(String target) {
        if (target.startsWith("/") || target.equals("*")) {
            return target;
        }
        var scheme = target.indexOf(SCHEME_END);
        if (scheme < 0) {
            throw new RequestRefusedException(400, "The address is none");
        }
        var path = target.indexOf('/', scheme + SCHEME_END.length());
        return path < 0 ? "/" : target.substring(path);
    }

    private static String decode(String text) {
        try {
            var decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
            if (decoded.indexOf('\0') < 0) {
                return decoded;
            }
        } catch (IllegalArgumentException _) {
            // answered below
        }
        throw new RequestRefusedException(400, "The address has a broken percent escape or a NUL");
    }
}
