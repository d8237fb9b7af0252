// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol.api;

import dev.parley.protocol.RequestSignature.Parameter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The path and query of a request line, split and percent-decoded.
///
/// @param rawPath the path as it came, from `/apps/` on
/// @param segments the decoded parts of the path between its slashes
/// @param rawQuery the parameters as they came
/// @param query the decoded parameters; a `+` stays a `+`
public record RequestTarget(
        String rawPath, List<String> segments, List<Parameter> rawQuery, List<Parameter> query) {

    private static final char REPLACEMENT = '\uFFFD';

    /// Copies the lists.
    public RequestTarget {
        segments = List.copyOf(segments);
        rawQuery = List.copyOf(rawQuery);
        query = List.copyOf(query);
    }

    /// Splits a request target.
    ///
    /// @param target path and query, the server's own path prefix taken off
    /// @throws ApiException 400 for a broken percent escape, or a parameter that comes twice and is
    ///     not an array parameter (`name[]`)
    public static RequestTarget parse(String target) {
        int mark = target.indexOf('?');
        var path = mark < 0 ? target : target.substring(0, mark);
        var segments = new ArrayList<String>();
        for (var part : path.substring(path.startsWith("/") ? 1 : 0).split("/", -1)) {
            segments.add(decode(part));
        }
        var rawQuery = mark < 0 ? List.<Parameter>of() : split(target.substring(mark + 1));
        var query =
                rawQuery.stream()
                        .map(raw -> new Parameter(decode(raw.name()), decode(raw.value())))
                        .toList();
        refuseRepeats(query);
        return new RequestTarget(path, segments, rawQuery, query);
    }

    /// Returns the decoded path.
    public String path() {
        return "/" + String.join("/", segments);
    }

    /// Returns the decoded value of a parameter; the name's case does not matter.
    public Optional<String> value(String name) {
        for (var parameter : query) {
            if (parameter.name().equalsIgnoreCase(name)) {
                return Optional.of(parameter.value());
            }
        }
        return Optional.empty();
    }

    /// Percent-decodes one part of a path or query.
    ///
    /// @throws ApiException 400 if an escape is broken or the bytes are not UTF-8
    public static String decode(String raw) {
        if (raw.indexOf('%') < 0) {
            return raw;
        }
        var source = raw.getBytes(StandardCharsets.UTF_8);
        var bytes = new ByteArrayOutputStream(source.length);
        for (int i = 0; i < source.length; i++) {
            if (source[i] == '%') {
                bytes.write(hex(source, i + 1) << 4 | hex(source, i + 2));
                i += 2;
            } else {
                bytes.write(source[i]);
            }
        }
        return utf8(bytes.toByteArray());
    }

    /// Decodes UTF-8 strictly.
    ///
    /// @throws ApiException 400 if the bytes are not UTF-8
    static String utf8(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        // What is not UTF-8 was replaced; the replacement may also have been sent as such.
        if (text.indexOf(REPLACEMENT) >= 0
                && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw new ApiException(400, "The request is not valid UTF-8");
        }
        return text;
    }

    private static int hex(byte[] source, int at) {
        int digit = at < source.length ? Character.digit(source[at], 16) : -1;
        if (digit < 0) {
            throw new ApiException(400, "The request target has a broken percent escape");
        }
        return digit;
    }

    private static List<Parameter> split(String query) {
        var parameters = new ArrayList<Parameter>();
        for (var pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                parameters.add(
                        equals < 0
                                ? new Parameter(pair, "")
                                : new Parameter(
                                        pair.substring(0, equals), pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static void refuseRepeats(List<Parameter> query) {
        var names = new HashSet<String>();
        for (var parameter : query) {
            var name = parameter.name().toLowerCase(Locale.ROOT);
            if (!names.add(name) && !name.endsWith("[]")) {
                throw new ApiException(400, "A query parameter is given more than once");
            }
        }
    }
}
