// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

/// A setting that cannot be used. Its message is one line for the operator: the variable's name, what
/// it is, and what it must be.
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message the line for the operator; never holds a secret
    public ConfigurationException(String message) {
        super(message);
    }
}
