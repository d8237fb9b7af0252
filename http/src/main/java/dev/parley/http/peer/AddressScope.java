// SPDX-License-Identifier: Apache-2.0
package dev.parley.http.peer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/// Whom an address belongs to, after
/// [IANA's IPv4](https://www.iana.org/assignments/iana-ipv4-special-registry/) and
/// [IPv6 registries](https://www.iana.org/assignments/iana-ipv6-special-registry/) of special addresses.
public enum AddressScope {
    /// This machine.
    LOOPBACK,
    /// A network that the Internet does not lead to: private, of one link, or shared by a provider's
    /// customers, as clouds use for balancers.
    PRIVATE,
    /// Nobody: no address at all, groups, documentation, benchmarks, what was never given out.
    RESERVED,
    /// Anybody on the Internet.
    GLOBAL;

    /// The first that holds an address tells its scope.
    private static final List<Block> BLOCKS =
            List.of(
                    Block.of(LOOPBACK, "127.0.0.0/8", "::1"),
                    Block.of(PRIVATE, "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"),
                    Block.of(PRIVATE, "169.254.0.0/16", "100.64.0.0/10"),
                    Block.of(PRIVATE, "fc00::/7", "fe80::/10", "fec0::/10"),
                    Block.of(RESERVED, "0.0.0.0/8", "192.0.0.0/24", "192.0.2.0/24"),
                    Block.of(RESERVED, "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
                    Block.of(RESERVED, "224.0.0.0/3", "2001::/32", "2001:db8::/32"),
                    Block.of(GLOBAL, "0.0.0.0/0", "2000::/3"));

    private static final int IPV4_BYTES = 4;

    /// Addresses that carry one of IPv4 at their end (NAT64) and behind their first 16 bits (6to4).
    private static final AddressRange TRANSLATED = AddressRange.parse("64:ff9b::/32");

    private static final int TRANSLATED_AT = 12;
    private static final AddressRange TUNNELED = AddressRange.parse("2002::/16");
    private static final int TUNNELED_AT = 2;

    /// Returns the scope of an address; what carries an IPv4 address inside is judged by that one.
    public static AddressScope of(InetAddress address) {
        if (TRANSLATED.contains(address)) {
            return of(inside(address, TRANSLATED_AT));
        }
        if (TUNNELED.contains(address)) {
            return of(inside(address, TUNNELED_AT));
        }
        return BLOCKS.stream()
                .filter(block -> block.holds(address))
                .findFirst()
                .map(Block::scope)
                .orElse(RESERVED);
    }

    private static InetAddress inside(InetAddress address, int from) {
        var bytes = address.getAddress();
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + IPV4_BYTES));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /// Ranges of one scope.
    private record Block(AddressScope scope, List<AddressRange> ranges) {
        static Block of(AddressScope scope, String... ranges) {
            return new Block(scope, Arrays.stream(ranges).map(AddressRange::parse).toList());
        }

        boolean holds(InetAddress address) {
            return ranges.stream().anyMatch(range -> range.contains(address));
        }
    }
}
