// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.strict;

/// Something that cannot be used. Its message begins with where it stands, and never holds a secret.
public final class InvalidValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message where, what, and what it must be
    public InvalidValueException(String message) {
        super(message);
    }
}
