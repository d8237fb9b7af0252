// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.strict;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.regex.Pattern;

/// Numbers with units, as people write them.
public final class Quantities {
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,12}) ?([A-Za-z]+)");

    private static final Map<String, LongFunction<Duration>> TIMES =
            Map.of(
                    "ms", Duration::ofMillis,
                    "s", Duration::ofSeconds,
                    "m", Duration::ofMinutes,
                    "h", Duration::ofHours,
                    "d", Duration::ofDays);

    private static final Map<String, Integer> SIZES =
            Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30);

    private Quantities() {}

    /// Reads a text such as `250ms`, `5s`, `2m`, `1h` or `7d`.
    public static Optional<Duration> duration(String text) {
        var written = WRITTEN.matcher(text);
        if (!written.matches()) {
            return Optional.empty();
        }
        return Optional.ofNullable(TIMES.get(written.group(2)))
                .map(unit -> unit.apply(Long.parseLong(written.group(1))));
    }

    /// Reads a text such as `16KiB`, `1MiB` or `512B`, as bytes.
    public static Optional<Long> bytes(String text) {
        var written = WRITTEN.matcher(text);
        if (!written.matches()) {
            return Optional.empty();
        }
        return Optional.ofNullable(SIZES.get(written.group(2)))
                .map(shift -> Long.parseLong(written.group(1)) << shift);
    }
}
