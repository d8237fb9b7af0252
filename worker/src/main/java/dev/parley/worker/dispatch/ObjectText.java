// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import java.util.Optional;
import java.util.Set;

/// A JSON object taken apart as text: nothing in it is decoded, so numbers and escapes stay as they are.
///
/// It relies on the text being valid, as PostgreSQL writes `jsonb`.
final class ObjectText {
    private final String text;

    private ObjectText(String text) {
        this.text = text;
    }

    /// Copies an object up to its end: the opening brace and its members, each with a comma behind it.
    ///
    /// @param text a JSON value
    /// @param without names of members to leave out
    /// @return empty when the value is no object
    static Optional<StringBuilder> open(String text, Set<String> without) {
        return text.startsWith("{")
                ? Optional.of(new ObjectText(text).open(without))
                : Optional.empty();
    }

    private StringBuilder open(Set<String> without) {
        var object = new StringBuilder(2 * text.length()).append('{');
        for (var at = skipBlanks(1); text.charAt(at) != '}'; at = skipBlanks(at)) {
            if (text.charAt(at) == ',') {
                at++;
                continue;
            }
            var endOfName = endOfString(at);
            var value = skipBlanks(text.indexOf(':', endOfName) + 1);
            var endOfValue = endOfValue(value);
            if (!without.contains(text.substring(at + 1, endOfName))) {
                object.append(text, at, endOfName + 1)
                        .append(':')
                        .append(text, value, endOfValue)
                        .append(',');
            }
            at = endOfValue;
        }
        return object;
    }

    private int skipBlanks(int from) {
        var at = from;
        while (text.charAt(at) <= ' ') {
            at++;
        }
        return at;
    }

    /// Returns where the quote is that ends the string that begins at `start`.
    private int endOfString(int start) {
        var at = start + 1;
        while (text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at;
    }

    /// Returns where the comma or brace is that follows the value that begins at `start`.
    private int endOfValue(int start) {
        var depth = 0;
        for (var at = start; ; at++) {
            switch (text.charAt(at)) {
                case '"' -> at = endOfString(at);
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    if (depth == 0) {
                        return at;
                    }
                    depth--;
                }
                case ',' -> {
                    if (depth == 0) {
                        return at;
                    }
                }
                default -> {}
            }
        }
    }
}
