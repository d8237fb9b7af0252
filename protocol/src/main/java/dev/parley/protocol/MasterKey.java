// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The key of an app from which the keys of all its
/// [encrypted channels](https://pusher.com/docs/channels/using_channels/encrypted-channels/) follow. A
/// server that only relays does not need it.
///
/// Immutable. Its text is `[redacted]`.
public final class MasterKey {
    private static final int BYTES = 32;

    private final byte[] bytes;

    private MasterKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Reads a key.
    ///
    /// @param base64 32 bytes in base64, with or without padding
    /// @throws IllegalArgumentException when it is not that; the message does not show it
    public static MasterKey parse(String base64) {
        try {
            var bytes = Base64.getDecoder().decode(base64);
            if (bytes.length == BYTES) {
                return new MasterKey(bytes);
            }
        } catch (IllegalArgumentException _) {
            // refused below like every other text that is no key
        }
        throw new IllegalArgumentException("an encryption key must be 32 bytes in base64");
    }

    /// Returns the key of one channel: the SHA-256 of its name and this key.
    ///
    /// @param channel the full name, prefix included
    /// @return 32 bytes, the caller's own
    public byte[] sharedSecret(String channel) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(channel.getBytes(StandardCharsets.UTF_8));
            return digest.digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Returns the key of one channel as clients get it from the authorization endpoint.
    public String sharedSecretText(String channel) {
        return Base64.getEncoder().encodeToString(sharedSecret(channel));
    }

    @Override
    public String toString() {
        return "[redacted]";
    }
}
