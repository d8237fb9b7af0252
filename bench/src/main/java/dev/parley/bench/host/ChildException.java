// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.host;

/// A server that did not start, or ended by itself. The message holds the end of its log.
public final class ChildException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message what a person reads
    public ChildException(String message) {
        super(message);
    }
}
