// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

/// A request that ends in an error of the server's own form.
public final class RequestRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /// @param status HTTP status, 400 to 599
    /// @param reason a sentence for people
    public RequestRefusedException(int status, String reason) {
        super(reason);
        this.status = status;
    }

    /// Returns the HTTP status.
    public int status() {
        return status;
    }

    /// Returns the sentence for people.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
