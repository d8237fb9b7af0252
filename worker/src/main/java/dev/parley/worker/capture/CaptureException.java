package dev.parley.worker.capture;

import org.jspecify.annotations.Nullable;

/// A session of a source that could not start or go on.
public final class CaptureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    CaptureException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /// Returns what can be done about it.
    public Kind kind() {
        return kind;
    }

    /// What can be done about a session that ended.
    public enum Kind {
        /// Time heals it: the database is away, or another worker holds the slot.
        PASSING,
        /// A person must change the database; trying again finds out when that has happened.
        MISCONFIGURED,
        /// This source will never work on this connection; another one may.
        IMPOSSIBLE
    }
}
