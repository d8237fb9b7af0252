// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.share;

/// A request that would have to wait too long, or behind too many.
public final class OverShareException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean own;

    OverShareException(boolean own) {
        super(own ? "the requester's own share is in use" : "all of it is in use");
        this.own = own;
    }

    /// Returns whether it was the requester who has too much in use, rather than all together.
    public boolean own() {
        return own;
    }
}
