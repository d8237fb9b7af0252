// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol.api;

/// A request to the HTTP API that must be refused. The message is the answer's body.
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /// @param status the HTTP status to answer, 400 to 503
    /// @param message the plain text to answer; never a signature the server expected
    public ApiException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /// Returns the same refusal of one event of several.
    ///
    /// @param place which of them, from 0
    public ApiException ofBatch(int place) {
        return new ApiException(status, "Event batch[" + place + "] is refused; " + reason());
    }

    /// Returns the HTTP status to answer.
    public int status() {
        return status;
    }

    /// Returns the plain text to answer.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
