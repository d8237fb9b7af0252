// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.token;

/// A token that is refused; the message says why in the words PostgREST uses.
public final class TokenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    TokenException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /// Returns what is wrong.
    public Kind kind() {
        return kind;
    }

    /// Returns the error code of PostgREST.
    public String code() {
        return switch (kind) {
            case UNDECODABLE -> "PGRST301";
            case CLAIMS -> "PGRST303";
        };
    }

    /// What can be wrong with a token.
    public enum Kind {
        /// It is no token, or not signed with our key.
        UNDECODABLE,
        /// It is ours, but its claims do not hold here and now.
        CLAIMS
    }
}
