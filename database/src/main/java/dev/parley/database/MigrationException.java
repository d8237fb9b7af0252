// SPDX-License-Identifier: Apache-2.0
package dev.parley.database;

/// A migration that could not be applied; its message names the file, the reason and the cure.
public final class MigrationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MigrationException(String message) {
        super(message);
    }

    /// @param message what failed, for the operator
    /// @param cause what the database said
    public MigrationException(String message, Throwable cause) {
        super(message, cause);
    }
}
