// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.query;

/// A query string that the grammar does not know, or knows and does not allow.
public final class QuerySyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String details;

    QuerySyntaxException(String message, String details) {
        this("PGRST100", message, details);
    }

    /// @param code PostgREST's code for it
    QuerySyntaxException(String code, String message, String details) {
        super(message);
        this.code = code;
        this.details = details;
    }

    /// Returns PostgREST's code for it.
    public String code() {
        return code;
    }

    /// Returns what was found and what was expected.
    public String details() {
        return details;
    }
}
