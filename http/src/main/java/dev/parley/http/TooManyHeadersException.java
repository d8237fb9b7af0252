// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

/// A request has more headers than it may have.
public final class TooManyHeadersException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int limit;

    TooManyHeadersException(int limit) {
        super("more than " + limit + " headers");
        this.limit = limit;
    }

    /// Returns how many it may have.
    public int limit() {
        return limit;
    }
}
