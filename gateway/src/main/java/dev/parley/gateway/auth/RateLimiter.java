package dev.parley.gateway.auth;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts tries by address in windows of a fixed length. Thread-safe. Knows a bounded number of
/// addresses; past it, the one seen longest ago is forgotten.
final class RateLimiter {
    private static final int MAX_ADDRESSES = 10_000;

    private final int limit;
    private final int loopbackFactor;
    private final Duration window;
    private final Clock clock;

    @GuardedBy("this")
    private final Map<String, Window> windows = new LinkedHashMap<>();

    RateLimiter(int limit, int loopbackFactor, Duration window, Clock clock) {
        this.limit = limit;
        this.loopbackFactor = loopbackFactor;
        this.window = window;
        this.clock = clock;
    }

    /// Counts one try.
    ///
    /// @throws AuthException when there were too many
    synchronized void count(String address) {
        var now = clock.instant();
        var before = windows.remove(address);
        var current =
                before == null || !now.isBefore(before.begun().plus(window))
                        ? new Window(now, 1)
                        : new Window(before.begun(), before.tries() + 1);
        if (windows.size() >= MAX_ADDRESSES) {
            windows.remove(windows.keySet().iterator().next());
        }
        windows.put(address, current);
        var allowed = isLoopback(address) ? (long) limit * loopbackFactor : limit;
        if (current.tries() > allowed) {
            throw new AuthException(429, "over_request_rate_limit", "Request rate limit reached");
        }
    }

    private static boolean isLoopback(String address) {
        return address.startsWith("127.")
                || "::1".equals(address)
                || "0:0:0:0:0:0:0:1".equals(address);
    }

    /// The tries since a moment.
    private record Window(Instant begun, long tries) {}
}
