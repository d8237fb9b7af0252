// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.access;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.http.peer.AddressScope;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Warns of a proxy whose word is not taken, so that all its clients share what one address may have.
///
/// Once for each address, and at most one line a minute. Only private addresses are told of: what a
/// stranger writes into a header is no reason for a line. Thread-safe.
public final class ProxyWarning {
    private static final Logger log = LoggerFactory.getLogger("dev.parley.channels.access");
    private static final Duration APART = Duration.ofMinutes(1);
    private static final int MAX_KNOWN = 1_000;

    private final InstantSource clock;

    @GuardedBy("this")
    private final Set<InetAddress> known = new HashSet<>();

    @GuardedBy("this")
    private Instant quietUntil = Instant.MIN;

    /// @param clock measures the minute
    public ProxyWarning(InstantSource clock) {
        this.clock = clock;
    }

    /// Notes that an address whose word is not taken forwards for others.
    public void forwards(InetAddress proxy) {
        if (isNear(proxy) && isDue(proxy)) {
            log.atWarn()
                    .addKeyValue("remote", proxy.getHostAddress())
                    .log(
                            "a proxy that is not trusted sends X-Forwarded-For, so all its clients count as one address: name it in trustedProxies of CHANNELS_CONFIG");
        }
    }

    private synchronized boolean isDue(InetAddress proxy) {
        var now = clock.instant();
        if (now.isBefore(quietUntil) || known.size() >= MAX_KNOWN || !known.add(proxy)) {
            return false;
        }
        quietUntil = now.plus(APART);
        return true;
    }

    private static boolean isNear(InetAddress address) {
        return switch (AddressScope.of(address)) {
            case LOOPBACK, PRIVATE -> true;
            case RESERVED, GLOBAL -> false;
        };
    }
}
