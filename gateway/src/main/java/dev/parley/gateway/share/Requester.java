// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.share;

import dev.parley.gateway.http.ApiRequest;
import dev.parley.gateway.token.Claims;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/// Who asks for a share.
///
/// @param network where the request comes from: an IPv4 address, or the /64 that one subscriber has
///     in IPv6
/// @param person whom the shares of one network are told apart by
/// @param trusted whether the request holds the project's secret key, and with it no limit
public record Requester(String network, String person, boolean trusted) {
    /// The gateway itself, which reads the catalog for everybody.
    public static final Requester GATEWAY = new Requester("", "gateway", true);

    private static final int SUBSCRIBER_BYTES = 8;

    /// Returns who sends a request with a token: its person, or all at one address who have none.
    public static Requester of(ApiRequest request, Claims claims) {
        var role = claims.role();
        return new Requester(
                network(request.remote()),
                claims.subject().orElse(role),
                "service_role".equals(role) && claims.subject().isEmpty());
    }

    /// Returns one person at an address.
    ///
    /// @param address the client's address
    public static Requester at(String address, String person) {
        return new Requester(network(address), person, false);
    }

    /// Returns the network of an address.
    ///
    /// @param address an IP address; any other text is taken as it is
    public static String network(String address) {
        try {
            return switch (InetAddress.ofLiteral(address)) {
                case Inet6Address wide ->
                        Arrays.toString(Arrays.copyOf(wide.getAddress(), SUBSCRIBER_BYTES));
                case InetAddress narrow -> narrow.getHostAddress();
            };
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}
