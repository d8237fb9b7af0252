// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The two digests of the Pusher protocol, as lower-case hexadecimal text: HMAC-SHA256 with the
/// secret this was made for, and MD5.
///
/// Thread-safe: a digest is made by a copy of one that is prepared and never used itself. Looking an
/// algorithm up and preparing its key costs more than the digest of a short message.
final class Hmac {
    private static final String SHA256 = "HmacSHA256";
    private static final HexFormat HEX = HexFormat.of();
    private static final MessageDigest MD5 = md5();

    private final Mac prepared;

    /// @param secret not empty; its UTF-8 bytes are the key
    Hmac(Secret secret) {
        try {
            prepared = Mac.getInstance(SHA256);
            prepared.init(
                    new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), SHA256));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /// Returns the signature of `message`, 64 hexadecimal digits.
    String sign(byte[] message) {
        try {
            return HEX.formatHex(((Mac) prepared.clone()).doFinal(message));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's HmacSHA256 can be copied", e);
        }
    }

    String sign(String message) {
        return sign(message.getBytes(StandardCharsets.UTF_8));
    }

    /// Returns whether `signature` is the one of `message`, in constant time.
    boolean verifies(String message, String signature) {
        return same(sign(message), signature);
    }

    /// Returns MD5 of `body`, 32 hexadecimal digits: the protocol's `body_md5`, a checksum and no more.
    static String md5(byte[] body) {
        try {
            return HEX.formatHex(((MessageDigest) MD5.clone()).digest(body));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's MD5 can be copied", e);
        }
    }

    /// Compares two digests in constant time; hexadecimal case matters.
    static boolean same(String expected, String given) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }
}
