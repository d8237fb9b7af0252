package dev.parley.protocol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The two digests of the Pusher protocol, as lower-case hexadecimal text.
final class Hmac {
    private static final String SHA256 = "HmacSHA256";
    private static final HexFormat HEX = HexFormat.of();

    private Hmac() {}

    /// Returns HMAC-SHA256 of `message` keyed with the UTF-8 bytes of `secret`, 64 hexadecimal digits.
    static String sha256(Secret secret, byte[] message) {
        try {
            var mac = Mac.getInstance(SHA256);
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), SHA256));
            return HEX.formatHex(mac.doFinal(message));
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("the signing secret is empty", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    static String sha256(Secret secret, String message) {
        return sha256(secret, message.getBytes(StandardCharsets.UTF_8));
    }

    /// Returns MD5 of `body`, 32 hexadecimal digits: the protocol's `body_md5`, a checksum and no more.
    static String md5(byte[] body) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("MD5").digest(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    /// Compares two digests in constant time; hexadecimal case matters.
    static boolean same(String expected, String given) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
