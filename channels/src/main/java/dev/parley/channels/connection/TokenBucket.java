// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.connection;

import java.time.InstantSource;

/// Lets through so many things a second, and more at once after a quiet time. Confined to one thread.
final class TokenBucket {
    private final int perSecond;
    private final int burst;
    private final InstantSource clock;

    /// Thousandths of a token.
    private long balance;

    private long refilledMillis;

    /// @param burst how many at once
    TokenBucket(int perSecond, int burst, InstantSource clock) {
        this.perSecond = Math.max(1, perSecond);
        this.burst = burst;
        this.clock = clock;
        this.balance = burst * 1_000L;
        this.refilledMillis = clock.millis();
    }

    /// Returns whether this many pass in a second; a changed rate needs another bucket.
    boolean isOf(int rate) {
        return perSecond == Math.max(1, rate);
    }

    /// Takes a token, if there is one; being refused costs nothing.
    boolean tryTake() {
        long now = clock.millis();
        long most = burst * 1_000L;
        long elapsed = Math.clamp(now - refilledMillis, 0, most / perSecond + 1);
        refilledMillis = now;
        balance = Math.min(most, balance + elapsed * perSecond);
        if (balance < 1_000) {
            return false;
        }
        balance -= 1_000;
        return true;
    }
}
