// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.parley.gateway.share.FairSemaphore;
import dev.parley.gateway.share.Requester;
import dev.parley.gateway.share.Shares;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Hashes and checks passwords with bcrypt, few at a time. Thread-safe.
final class Passwords {
    /// bcrypt reads no more than this.
    static final int MAX_BYTES = 72;

    private final int cost;
    private final FairSemaphore cores;
    private final String decoy;

    /// @param cost work factor
    /// @param shares how many may be hashed at the same time
    Passwords(int cost, Shares shares) {
        this.cost = cost;
        this.cores = new FairSemaphore(shares);
        this.decoy = BCrypt.withDefaults().hashToString(cost, "nobody has this one".toCharArray());
    }

    /// Returns the hash of a password of at most 72 bytes.
    ///
    /// @throws dev.parley.gateway.share.OverShareException when too many are being hashed
    String hash(Requester who, String password) {
        try (var _ = cores.acquire(who)) {
            return BCrypt.withDefaults().hashToString(cost, password.toCharArray());
        }
    }

    /// Returns whether a password has that hash. Without a hash it says no, after as much work.
    ///
    /// @throws dev.parley.gateway.share.OverShareException when too many are being hashed
    boolean matches(Requester who, String password, @Nullable String hash) {
        if (password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return false;
        }
        var against = hash == null || hash.isEmpty() ? decoy : hash;
        try (var _ = cores.acquire(who)) {
            return BCrypt.verifyer().verify(password.toCharArray(), against).verified
                    && !against.equals(decoy);
        }
    }
}
