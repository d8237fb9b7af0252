package dev.parley.worker;

import dev.parley.worker.capture.CaptureStrategy;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// How the worker learns what to publish.
public enum CaptureMode {
    /// The best of the others that works.
    AUTO,
    /// The write-ahead log: nothing is lost, about a millisecond.
    WAL,
    /// Asking by SQL, the log's slot or the tables: nothing is lost, up to a quarter of a second.
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

    /// Returns the ways of capturing that may be gone, best first.
    List<CaptureStrategy> strategies() {
        return switch (this) {
            case AUTO -> List.of(CaptureStrategy.WAL, CaptureStrategy.SLOT, CaptureStrategy.TABLES);
            case WAL -> List.of(CaptureStrategy.WAL);
            case POLL -> List.of(CaptureStrategy.SLOT, CaptureStrategy.TABLES);
            case FORWARD -> List.of();
        };
    }

    private String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
