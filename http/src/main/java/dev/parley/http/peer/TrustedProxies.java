// SPDX-License-Identifier: Apache-2.0
package dev.parley.http.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The proxies whose word is taken for who is behind them. Immutable.
///
/// Every proxy appends the address it was called from to `X-Forwarded-For`, so the entries are
/// walked from the right as long as they are proxies of ours; what stands further left anybody may
/// have written. A proxy that sets `X-Forwarded-Proto` must replace what the client said; of several
/// entries the last counts.
public final class TrustedProxies {
    private static final char LIST_SEPARATOR = ',';

    private final List<AddressRange> ranges;

    /// @param ranges addresses, or ranges in CIDR notation
    /// @throws IllegalArgumentException if one of them is neither
    public TrustedProxies(List<String> ranges) {
        this.ranges = ranges.stream().map(AddressRange::parse).toList();
    }

    /// Says who is at the other end.
    ///
    /// @param remote the peer of the TCP connection
    /// @param secure whether the TCP connection carries TLS
    /// @param forwardedFor every `X-Forwarded-For` header, in order
    /// @param forwardedProto every `X-Forwarded-Proto` header, in order
    public Peer peer(
            SocketAddress remote,
            boolean secure,
            List<String> forwardedFor,
            List<String> forwardedProto) {
        var address =
                remote instanceof InetSocketAddress internet && internet.getAddress() != null
                        ? internet.getAddress()
                        : InetAddress.getLoopbackAddress();
        if (!isTrusted(address)) {
            return new Peer(address, secure);
        }
        boolean told = !forwardedProto.isEmpty();
        return new Peer(
                origin(address, forwardedFor), told ? isSecure(forwardedProto.getLast()) : secure);
    }

    private InetAddress origin(InetAddress proxy, List<String> headers) {
        var last = proxy;
        for (var header : headers.reversed()) {
            int end = header.length();
            while (end >= 0) {
                int comma = header.lastIndexOf(LIST_SEPARATOR, end - 1);
                var address = address(header.substring(comma + 1, end).strip());
                if (address == null) {
                    return last;
                }
                if (!isTrusted(address)) {
                    return address;
                }
                last = address;
                end = comma;
            }
        }
        return last;
    }

    /// Reads an entry; some proxies add the port.
    private static @Nullable InetAddress address(String entry) {
        int bracket = entry.indexOf(']');
        if (entry.startsWith("[") && bracket > 0) {
            return AddressRange.address(entry.substring(1, bracket));
        }
        int colon = entry.indexOf(':');
        boolean withPort = colon > 0 && colon == entry.lastIndexOf(':');
        return AddressRange.address(withPort ? entry.substring(0, colon) : entry);
    }

    private static boolean isSecure(String header) {
        var last = header.substring(header.lastIndexOf(LIST_SEPARATOR) + 1).strip();
        return last.equalsIgnoreCase("https") || last.equalsIgnoreCase("wss");
    }

    /// Returns whether an address is a proxy's of ours.
    public boolean isTrusted(InetAddress address) {
        for (var range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
