// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a client shows of a secret it keeps until it takes its session
/// ([RFC 7636](https://www.rfc-editor.org/rfc/rfc7636#section-4)).
///
/// @param method how it was made of the secret
/// @param text 43 to 128 letters, digits and `-._~`
record CodeChallenge(Method method, String text) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~-]{43,128}");

    /// How a challenge is made.
    enum Method {
        /// Its SHA-256, in base64.
        S256,
        /// It is the secret itself.
        PLAIN;

        /// Returns what it is called in the database, and by clients in any case.
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Method of(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "s256" -> S256;
                case "plain" -> PLAIN;
                default ->
                        throw invalid("unsupported code_challenge method \"%s\"".formatted(text));
            };
        }
    }

    /// Returns the challenge in a request; empty when there is none.
    ///
    /// @throws AuthException when there is half of one, or it has not the form of one
    static Optional<CodeChallenge> of(Input input) {
        var text = input.text("code_challenge");
        var method = input.text("code_challenge_method");
        if (text.isPresent() != method.isPresent()) {
            throw invalid("PKCE flow requires code_challenge_method and code_challenge");
        }
        return text.map(challenge -> checked(Method.of(method.orElseThrow()), challenge));
    }

    /// Returns whether the challenge was made of this secret.
    boolean isOf(String verifier) {
        return MessageDigest.isEqual(
                bytes(text), bytes(method == Method.PLAIN ? verifier : sha256(verifier)));
    }

    private static CodeChallenge checked(Method method, String text) {
        if (!FORM.matcher(text).matches()) {
            throw invalid(
                    "code challenge has to be 43 to 128 letters, digits, hyphens, periods, underscores and tildes");
        }
        return new CodeChallenge(method, text);
    }

    private static String sha256(String verifier) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes(verifier));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static AuthException invalid(String message) {
        return new AuthException(400, "validation_failed", message);
    }
}
