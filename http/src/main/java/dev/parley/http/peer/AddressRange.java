// SPDX-License-Identifier: Apache-2.0
package dev.parley.http.peer;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// The addresses that begin with the same bits.
///
/// @param first any of them
/// @param prefixBits how many bits they share
record AddressRange(InetAddress first, int prefixBits) {
    /// Reads an address such as `10.0.0.1`, or a range in CIDR notation such as `10.0.0.0/8`.
    ///
    /// @throws IllegalArgumentException if it is neither
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        var address = address(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            throw wrong(text);
        }
        int most = address.getAddress().length * Byte.SIZE;
        if (slash < 0) {
            return new AddressRange(address, most);
        }
        var bits = text.substring(slash + 1);
        if (!bits.matches("\\d{1,3}") || Integer.parseInt(bits) > most) {
            throw wrong(text);
        }
        return new AddressRange(address, Integer.parseInt(bits));
    }

    /// Reads an address; never asks the network.
    ///
    /// @return null if it is none
    static @Nullable InetAddress address(String text) {
        var bytes = NetUtil.createByteArrayFromIpAddressString(text);
        if (bytes == null) {
            return null;
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    boolean contains(InetAddress address) {
        var mine = first.getAddress();
        var other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        int rest = mine.length * Byte.SIZE - prefixBits;
        return new BigInteger(1, mine)
                .shiftRight(rest)
                .equals(new BigInteger(1, other).shiftRight(rest));
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "trustedProxies has "
                        + text
                        + ", must be addresses or ranges such as 10.0.0.1 or 10.0.0.0/8");
    }
}
