package dev.parley.worker;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// How the worker learns what to publish.
public enum CaptureMode {
    /// The best of the others that works.
    AUTO,
    /// The write-ahead log: nothing is lost, about a millisecond.
    WAL,
    /// Looking at the tables: nothing is lost, up to a quarter of a second.
    POLL,
    /// Webhooks only, no database: at most once.
    FORWARD;

    /// Reads a name in lower case.
    ///
    /// @throws IllegalArgumentException listing the names there are
    public static CaptureMode parse(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode.lowerCase().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "capture is '%s', must be one of %s"
                                        .formatted(
                                                name,
                                                Arrays.stream(values())
                                                        .map(CaptureMode::lowerCase)
                                                        .collect(Collectors.joining(", ")))));
    }

    private String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
