// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture;

import org.jspecify.annotations.Nullable;

/// A session of a source that could not start or go on.
public final class CaptureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final CaptureState state;

    public CaptureException(CaptureState state, String message) {
        this(state, message, null);
    }

    public CaptureException(CaptureState state, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.state = state;
    }

    /// Returns what is in the way.
    public CaptureState state() {
        return state;
    }
}
