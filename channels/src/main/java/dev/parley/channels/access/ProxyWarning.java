package dev.parley.channels.access;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.Inet6Address;
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
        if (isPrivate(proxy) && isDue(proxy)) {
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

    private static boolean isPrivate(InetAddress address) {
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || isUniqueLocal(address)
                || isShared(address);
    }

    /// [RFC 4193](https://www.rfc-editor.org/rfc/rfc4193), `fc00::/7`.
    private static boolean isUniqueLocal(InetAddress address) {
        return address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
    }

    /// [RFC 6598](https://www.rfc-editor.org/rfc/rfc6598), `100.64.0.0/10`, as clouds use for balancers.
    private static boolean isShared(InetAddress address) {
        var bytes = address.getAddress();
        return bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
    }
}
