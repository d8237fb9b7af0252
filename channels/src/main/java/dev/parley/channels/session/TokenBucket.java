package dev.parley.channels.session;

import java.time.InstantSource;

/// Lets through so many things a second, and as many at once after a quiet second. Confined to one
/// thread.
final class TokenBucket {
    private final int perSecond;
    private final InstantSource clock;

    /// Thousandths of a token.
    private long balance;

    private long refilledMillis;

    TokenBucket(int perSecond, InstantSource clock) {
        this.perSecond = perSecond;
        this.clock = clock;
        this.balance = perSecond * 1_000L;
        this.refilledMillis = clock.millis();
    }

    /// Takes a token, if there is one; being refused costs nothing.
    boolean tryTake() {
        long now = clock.millis();
        long elapsed = Math.clamp(now - refilledMillis, 0, 1_000);
        refilledMillis = now;
        balance = Math.min(perSecond * 1_000L, balance + elapsed * perSecond);
        if (balance < 1_000) {
            return false;
        }
        balance -= 1_000;
        return true;
    }
}
