package dev.parley.gateway.auth;

import java.util.List;

/// A request that `/auth/v1` refuses.
final class AuthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient List<String> weaknesses;

    AuthException(int status, String code, String message) {
        this(status, code, message, List.of());
    }

    private AuthException(int status, String code, String message, List<String> weaknesses) {
        super(message);
        this.status = status;
        this.code = code;
        this.weaknesses = List.copyOf(weaknesses);
    }

    static AuthException weakPassword(String message, String reason) {
        return new AuthException(422, "weak_password", message, List.of(reason));
    }

    static AuthException invalidCredentials() {
        return new AuthException(400, "invalid_credentials", "Invalid login credentials");
    }

    int status() {
        return status;
    }

    /// Returns the stable code, in snake case.
    String code() {
        return code;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    /// Returns what is weak about a password; empty for other refusals.
    List<String> weaknesses() {
        return weaknesses;
    }
}
