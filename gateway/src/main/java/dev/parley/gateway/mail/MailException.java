// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.mail;

/// A mail that cannot be sent; the message says why, for operators.
public final class MailException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message why
    public MailException(String message) {
        super(message);
    }

    /// @param message why
    /// @param cause what failed
    public MailException(String message, Throwable cause) {
        super(message, cause);
    }
}
