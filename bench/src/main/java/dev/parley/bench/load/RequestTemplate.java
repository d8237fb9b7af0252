// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

import dev.parley.protocol.AppCredentials;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// An HTTP publish whose sequence number, checksum and signature are overwritten in place: everything
/// else is made once.
///
/// Signing costs about two microseconds, so that one core of the generator outruns any of the measured
/// servers. The timestamp is fixed: a template lives for less than the ten minutes servers allow.
public final class RequestTemplate {
    private static final int MD5_DIGITS = 32;
    private static final int SIGNATURE_DIGITS = 64;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final byte[] head;
    private final byte[] body;
    private final int marker;
    private final @Nullable Signing signing;

    private RequestTemplate(byte[] head, byte[] body, @Nullable Signing signing) {
        this.head = head;
        this.body = body;
        this.marker = indexOf(body, ascii(Marker.blank()));
        this.signing = signing;
    }

    /// Returns a request without a signature.
    ///
    /// @param body holds a [Marker]
    public static RequestTemplate plain(String target, String contentType, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        return new RequestTemplate(head(target, contentType, bytes.length), bytes, null);
    }

    /// Returns a request signed as Pusher's libraries do it.
    ///
    /// @param path from `/apps/` on
    /// @param body holds a [Marker]
    public static RequestTemplate signed(
            AppCredentials credentials, String path, String body, Instant now) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var query =
                "auth_key="
                        + credentials.key()
                        + "&auth_timestamp="
                        + now.getEpochSecond()
                        + "&auth_version=1.0&body_md5="
                        + "0".repeat(MD5_DIGITS);
        var target = path + "?" + query + "&auth_signature=" + "0".repeat(SIGNATURE_DIGITS);
        var head = head(target, "application/json", bytes.length);
        return new RequestTemplate(
                head, bytes, new Signing(credentials, "POST\n" + path + "\n" + query, head));
    }

    /// Appends the request with a sequence number to a buffer.
    void writeTo(ByteBuf out, int sequence) {
        Marker.write(body, marker, sequence);
        if (signing != null) {
            signing.sign(head, body);
        }
        out.writeBytes(head).writeBytes(body);
    }

    private static byte[] head(String target, String contentType, int length) {
        return ascii(
                "POST "
                        + target
                        + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: "
                        + contentType
                        + "\r\nContent-Length: "
                        + length
                        + "\r\n\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int indexOf(byte[] text, byte[] part) {
        var found =
                new String(text, StandardCharsets.ISO_8859_1)
                        .indexOf(new String(part, StandardCharsets.ISO_8859_1));
        if (found < 0) {
            throw new IllegalArgumentException("the body has no marker");
        }
        return found;
    }

    /// Where the checksum and the signature stand, and what makes them.
    private static final class Signing {
        private final MessageDigest md5;
        private final Mac mac;
        private final byte[] text;
        private final int md5InHead;
        private final int signatureInHead;

        Signing(AppCredentials credentials, String text, byte[] head) {
            try {
                md5 = MessageDigest.getInstance("MD5");
                mac = Mac.getInstance("HmacSHA256");
                mac.init(
                        new SecretKeySpec(
                                credentials.secret().reveal().getBytes(StandardCharsets.UTF_8),
                                "HmacSHA256"));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every Java platform has MD5 and HmacSHA256", e);
            }
            this.text = ascii(text);
            md5InHead = indexOf(head, ascii("body_md5=")) + "body_md5=".length();
            signatureInHead = indexOf(head, ascii("auth_signature=")) + "auth_signature=".length();
        }

        void sign(byte[] head, byte[] body) {
            hex(md5.digest(body), text, text.length - MD5_DIGITS);
            System.arraycopy(text, text.length - MD5_DIGITS, head, md5InHead, MD5_DIGITS);
            hex(mac.doFinal(text), head, signatureInHead);
        }

        private static void hex(byte[] digest, byte[] target, int at) {
            for (int i = 0; i < digest.length; i++) {
                target[at + 2 * i] = HEX[(digest[i] >> 4) & 0xF];
                target[at + 2 * i + 1] = HEX[digest[i] & 0xF];
            }
        }
    }
}
