// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

/// A reason not to start that a person can remove. Its message is one line that says how.
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message the line for the operator
    public StartException(String message) {
        super(message);
    }

    /// @param message the line for the operator
    /// @param cause what failed
    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
