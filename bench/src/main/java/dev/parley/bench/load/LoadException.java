// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

/// A measurement that cannot be finished: the server refused, hung up, or did not answer.
public final class LoadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message what a person reads
    public LoadException(String message) {
        super(message);
    }

    LoadException(String message, Throwable cause) {
        super(message, cause);
    }
}
