package dev.parley.channels.webhook;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// Tells addresses of the Internet from those of the server's own surroundings, after
/// [IANA's IPv4](https://www.iana.org/assignments/iana-ipv4-special-registry/) and
/// [IPv6 registries](https://www.iana.org/assignments/iana-ipv6-special-registry/) of special
/// addresses. A webhook to the latter would let an application reach what only the server should.
final class PublicAddress {
    private PublicAddress() {}

    /// Says whether an address is for everybody: not loopback, link-local, private or reserved.
    static boolean is(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        var bytes = address.getAddress();
        return address instanceof Inet6Address ? isPublicV6(bytes) : isPublicV4(bytes);
    }

    private static boolean isPublicV4(byte[] address) {
        int first = address[0] & 0xff;
        int second = address[1] & 0xff;
        int third = address[2] & 0xff;
        return switch (first) {
            case 0, 10, 127 -> false;
            case 100 -> second < 64 || second > 127;
            case 169 -> second != 254;
            case 172 -> second < 16 || second > 31;
            case 192 -> second != 168 && !(second == 0 && (third == 0 || third == 2));
            case 198 -> second != 18 && second != 19 && !(second == 51 && third == 100);
            case 203 -> !(second == 0 && third == 113);
            default -> first < 224;
        };
    }

    /// Only 2000::/3 is global. What carries an IPv4 address inside is judged by that one.
    private static boolean isPublicV6(byte[] address) {
        if (startsWith(address, 0x00, 0x64, 0xff, 0x9b)) {
            return is(v4(address, 12));
        }
        if (startsWith(address, 0x20, 0x02)) {
            return is(v4(address, 2));
        }
        boolean reserved =
                startsWith(address, 0x20, 0x01, 0x00, 0x00)
                        || startsWith(address, 0x20, 0x01, 0x0d, 0xb8);
        return (address[0] & 0xe0) == 0x20 && !reserved;
    }

    private static boolean startsWith(byte[] address, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((address[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress v4(byte[] address, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(address, from, from + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
