// SPDX-License-Identifier: Apache-2.0
package dev.parley.http.peer;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/// Who opened a connection.
///
/// @param address where it comes from, the proxies in front of us left out
/// @param secure whether it came over TLS, to us or to a proxy in front of us
public record Peer(InetAddress address, boolean secure) {
    private static final int IPV4_BYTES = 4;

    /// Returns what connections are counted by: an IPv4 address, or the first 64 bits of an IPv6
    /// address, because whoever has one of those has all of them.
    public long key() {
        var bytes = address.getAddress();
        // An IPv4 address takes the place of a part of IPv6 that is never given out, ::/32.
        return bytes.length == IPV4_BYTES
                ? Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt())
                : ByteBuffer.wrap(bytes).getLong();
    }

    /// Returns the address in its numbers.
    @Override
    public String toString() {
        return address.getHostAddress();
    }
}
