// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A decoded query string, in the order it was written; names may repeat.
///
/// @param pairs the parameters
public record Parameters(List<Pair> pairs) {
    /// Copies the pairs.
    public Parameters {
        pairs = List.copyOf(pairs);
    }

    /// One parameter.
    ///
    /// @param name decoded name
    /// @param value decoded value, empty when there was no `=`
    public record Pair(String name, String value) {}

    /// Reads a raw query string, without the `?`.
    ///
    /// @throws IllegalArgumentException when a percent escape is broken, or stands for a NUL, which no
    ///     text in PostgreSQL can hold
    public static Parameters parse(String raw) {
        var pairs = new ArrayList<Pair>();
        for (var at = 0; at < raw.length(); ) {
            var end = raw.indexOf('&', at);
            var stop = end < 0 ? raw.length() : end;
            var part = raw.substring(at, stop);
            if (!part.isEmpty()) {
                var equals = part.indexOf('=');
                pairs.add(
                        equals < 0
                                ? new Pair(decode(part), "")
                                : new Pair(
                                        decode(part.substring(0, equals)),
                                        decode(part.substring(equals + 1))));
            }
            at = stop + 1;
        }
        return new Parameters(pairs);
    }

    /// Returns the first value with that name.
    public Optional<String> first(String name) {
        return pairs.stream().filter(pair -> pair.name().equals(name)).map(Pair::value).findFirst();
    }

    private static String decode(String text) {
        var decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
        if (decoded.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a NUL in the query string");
        }
        return decoded;
    }
}
