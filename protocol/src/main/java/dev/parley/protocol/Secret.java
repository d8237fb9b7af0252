// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A text that must not be seen: a signing secret, a password, a token.
///
/// Its [#toString()] is always `[redacted]`, so a secret inside a printed record stays hidden, and
/// it compares in constant time.
public final class Secret {
    private final String value;

    /// @param value the secret itself
    public Secret(String value) {
        this.value = value;
    }

    /// Returns the secret itself, for the one call that needs it.
    public String reveal() {
        return value;
    }

    /// Returns whether `candidate` is this secret, in time that depends only on the candidate's length.
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && matches(secret.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
