// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

/// A question that the database does not answer now. Its message is a sentence for people.
final class AuthorizerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param reason for people
    /// @param cause for the log
    AuthorizerUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
