// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol;

import org.jspecify.annotations.Nullable;

/// What a client sent breaks a rule of the protocol. The one exception every malformed frame, name,
/// id and identity ends in; its message is written to be read by the client's developer.
public final class ProtocolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable ErrorCode code;

    /// @param code the number to answer, or null for a mistake that has none
    /// @param message the sentence to answer
    public ProtocolException(@Nullable ErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /// A mistake without a number, after which the connection stays usable.
    ///
    /// @param message the sentence to answer
    public ProtocolException(String message) {
        this(null, message);
    }

    /// Returns the number to answer, or null: the mistake has none and the connection stays usable.
    public @Nullable ErrorCode code() {
        return code;
    }

    /// Returns the sentence to answer.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
