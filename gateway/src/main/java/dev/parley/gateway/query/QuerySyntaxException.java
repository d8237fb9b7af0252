package dev.parley.gateway.query;

/// A query string that the grammar does not know.
public final class QuerySyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String details;

    QuerySyntaxException(String message, String details) {
        super(message);
        this.details = details;
    }

    /// Returns what was found and what was expected.
    public String details() {
        return details;
    }
}
