// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import java.time.Duration;
import java.util.List;

/// A request that `/auth/v1` refuses.
final class AuthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient List<String> weaknesses;
    private final Duration retryAfter;

    AuthException(int status, String code, String message) {
        this(status, code, message, List.of(), Duration.ZERO);
    }

    private AuthException(
            int status, String code, String message, List<String> weaknesses, Duration retryAfter) {
        super(message);
        this.status = status;
        this.code = code;
        this.weaknesses = List.copyOf(weaknesses);
        this.retryAfter = retryAfter;
    }

    static AuthException weakPassword(String message, String reason) {
        return new AuthException(422, "weak_password", message, List.of(reason), Duration.ZERO);
    }

    /// @param retryAfter how long it is of no use to try again
    static AuthException rateLimited(Duration retryAfter) {
        return new AuthException(
                429,
                "over_request_rate_limit",
                "Request rate limit reached",
                List.of(),
                retryAfter);
    }

    /// @param retryAfter how long no mail goes to that address
    static AuthException tooManyMails(Duration retryAfter) {
        return new AuthException(
                429,
                "over_email_send_rate_limit",
                "For security purposes, you can only request this after %d seconds."
                        .formatted(retryAfter.toSeconds() + 1),
                List.of(),
                retryAfter);
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

    /// Returns how long to wait before the next try; zero when waiting does not help.
    Duration retryAfter() {
        return retryAfter;
    }

    /// Returns what is weak about a password; empty for other refusals.
    List<String> weaknesses() {
        return weaknesses;
    }
}
