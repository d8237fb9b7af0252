// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.encryption;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.parley.protocol.MasterKey;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.Base64;
import software.pando.crypto.nacl.SecretBox;

/// Seals data as encrypted channels carry it: an XSalsa20-Poly1305 box (NaCl's `secretbox`) under the
/// channel's key, with 24 random bytes as its nonce. Thread-safe.
///
/// @param masterKey from which each channel's key follows
record PayloadEncryptor(MasterKey masterKey) {
    /// Returns `{"nonce": …, "ciphertext": …}`, both in base64.
    ///
    /// @param data JSON text
    String encrypt(String channel, String data) {
        try (var box = SecretBox.encrypt(key(channel), data.getBytes(StandardCharsets.UTF_8))) {
            return envelope(box);
        }
    }

    private Key key(String channel) {
        return SecretBox.key(masterKey.sharedSecret(channel));
    }

    private static String envelope(SecretBox box) {
        var base64 = Base64.getEncoder();
        return JsonNodeFactory.instance
                .objectNode()
                .put("nonce", base64.encodeToString(box.getNonce()))
                .put("ciphertext", base64.encodeToString(box.getCiphertextWithTag()))
                .toString();
    }
}
