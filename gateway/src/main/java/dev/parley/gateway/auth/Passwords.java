package dev.parley.gateway.auth;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Hashes and checks passwords with bcrypt, few at a time. Thread-safe.
final class Passwords {
    /// bcrypt reads no more than this.
    static final int MAX_BYTES = 72;

    private static final int PATIENCE_SECONDS = 5;

    private final int cost;
    private final Semaphore permits;
    private final String decoy;

    /// @param cost work factor
    /// @param atOnce how many may be hashed at the same time
    Passwords(int cost, int atOnce) {
        this.cost = cost;
        this.permits = new Semaphore(atOnce, true);
        this.decoy = BCrypt.withDefaults().hashToString(cost, "nobody has this one".toCharArray());
    }

    /// Returns the hash of a password of at most 72 bytes.
    String hash(String password) {
        return permitted(() -> BCrypt.withDefaults().hashToString(cost, password.toCharArray()));
    }

    /// Says whether a password has that hash. Without a hash it says no, after as much work.
    boolean matches(String password, @Nullable String hash) {
        if (password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return false;
        }
        var against = hash == null || hash.isEmpty() ? decoy : hash;
        var verified =
                permitted(() -> BCrypt.verifyer().verify(password.toCharArray(), against).verified);
        return verified && !against.equals(decoy);
    }

    private <T> T permitted(Supplier<T> work) {
        try {
            if (!permits.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
        try {
            return work.get();
        } finally {
            permits.release();
        }
    }

    private static AuthException busy() {
        return new AuthException(
                429, "over_request_rate_limit", "Too many sign-ins at once: try again");
    }
}
