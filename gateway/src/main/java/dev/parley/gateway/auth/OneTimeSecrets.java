// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// Makes the secrets that people get by mail, and the hashes by which the database knows them. Thread-safe.
///
/// The hash has a key: six digits alone would be found in a moment by whoever has a copy of the table.
final class OneTimeSecrets {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int TOKEN_BYTES = 28;
    private static final int CODES = 1_000_000;

    private final SecretKey key;
    private final SecureRandom random;

    /// @param key of this project, and for nothing else
    OneTimeSecrets(SecretKey key, SecureRandom random) {
        this.key = key;
        this.random = random;
    }

    /// Returns a new secret for a link, which nobody guesses.
    String token() {
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// Returns a new secret of six digits, for people to type.
    String code() {
        return "%06d".formatted(random.nextInt(CODES));
    }

    /// Returns the hash of a secret.
    ///
    /// @param of what it is the secret of, so that equal secrets have different hashes
    String hash(String of, String secret) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of()
                    .formatHex(mac.doFinal((of + "\n" + secret).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot hash with " + ALGORITHM, e);
        }
    }
}
