// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

import org.jspecify.annotations.Nullable;

/// Events that a target has not, or perhaps not, taken.
public final class PublishException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /// @param failure what to do about it
    /// @param message what the target said
    public PublishException(Failure failure, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.failure = failure;
    }

    /// Returns what to do about it.
    public Failure failure() {
        return failure;
    }
}
