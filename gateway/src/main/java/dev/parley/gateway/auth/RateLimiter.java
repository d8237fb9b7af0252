// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.gateway.share.Requester;
import dev.parley.http.peer.HostName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// Counts tries in windows of a fixed length, by network and, where that is asked for, by what was
/// tried. Thread-safe. Knows a bounded number of them; past it, the one seen longest ago is forgotten.
final class RateLimiter {
    private static final int MAX_COUNTED = 20_000;

    private final int limit;
    private final int loopbackFactor;
    private final Duration window;
    private final Clock clock;
    private final Function<Duration, AuthException> refusal;

    @GuardedBy("this")
    private final Map<Key, Window> windows = new LinkedHashMap<>();

    /// @param loopbackFactor by how much the limit is larger for this very machine
    RateLimiter(int limit, int loopbackFactor, Duration window, Clock clock) {
        this(limit, loopbackFactor, window, clock, AuthException::rateLimited);
    }

    /// @param loopbackFactor by how much the limit is larger for this very machine
    /// @param refusal what is thrown, made of how long to wait
    RateLimiter(
            int limit,
            int loopbackFactor,
            Duration window,
            Clock clock,
            Function<Duration, AuthException> refusal) {
        this.limit = limit;
        this.loopbackFactor = loopbackFactor;
        this.window = window;
        this.clock = clock;
        this.refusal = refusal;
    }

    /// Counts one try of anything.
    ///
    /// @throws AuthException when there were too many
    void count(String address) {
        count(address, "");
    }

    /// Counts one try of something.
    ///
    /// @param address where it comes from; empty for anywhere
    /// @throws AuthException when there were too many
    synchronized void count(String address, String what) {
        var key = Key.of(address, what);
        var now = clock.instant();
        var before = windows.remove(key);
        var current =
                before == null || !now.isBefore(before.begun().plus(window))
                        ? new Window(now, 1)
                        : new Window(before.begun(), before.tries() + 1);
        if (windows.size() >= MAX_COUNTED) {
            windows.remove(windows.keySet().iterator().next());
        }
        windows.put(key, current);
        var allowed = new HostName(address).isLoopback() ? (long) limit * loopbackFactor : limit;
        if (current.tries() > allowed) {
            throw refusal.apply(Duration.between(now, current.begun().plus(window)));
        }
    }

    /// Forgets the tries of something.
    synchronized void forget(String address, String what) {
        windows.remove(Key.of(address, what));
    }

    /// What is counted together.
    private record Key(String network, String what) {
        static Key of(String address, String what) {
            return new Key(Requester.network(address), what);
        }
    }

    /// The tries since a moment.
    private record Window(Instant begun, long tries) {}
}
