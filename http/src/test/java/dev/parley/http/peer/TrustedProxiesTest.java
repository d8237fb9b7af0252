// SPDX-License-Identifier: Apache-2.0
package dev.parley.http.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private final TrustedProxies proxies =
            new TrustedProxies(List.of("10.0.0.0/8", "192.0.2.1", "2001:db8:1::/48"));

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 198.51.100.1, 203.0.113.9", // a stranger
        "10.1.2.3, 198.51.100.1, 198.51.100.1",
        "10.1.2.3, '198.51.100.1, 192.0.2.1', 198.51.100.1",
        "10.1.2.3, '1.1.1.1, 198.51.100.1, 10.9.9.9', 198.51.100.1", // the first entry is forged
        "10.1.2.3, '192.0.2.1,10.4.4.4', 192.0.2.1", // nobody but proxies
        "10.1.2.3, '198.51.100.1:1234', 198.51.100.1",
        "10.1.2.3, '2001:db8:2::7', 2001:db8:2:0:0:0:0:7",
        "10.1.2.3, '[2001:db8:2::7]:443', 2001:db8:2:0:0:0:0:7",
        "10.1.2.3, '2001:db8:2::7, 2001:db8:1::1', 2001:db8:2:0:0:0:0:7",
        "10.1.2.3, 'unknown', 10.1.2.3",
        "10.1.2.3, '198.51.100.1, evil', 10.1.2.3",
        "10.1.2.3, '198.51.100.1,', 10.1.2.3",
        "10.1.2.3, ',', 10.1.2.3",
        "10.1.2.3, '', 10.1.2.3",
        "11.1.2.3, 198.51.100.1, 11.1.2.3",
        "192.0.2.2, 198.51.100.1, 192.0.2.2",
    })
    void a_peer_is_the_last_address_no_proxy_of_ours_has(
            String remote, String forwarded, String expected) throws UnknownHostException {
        var peer = proxies.peer(remote(remote), false, List.of(forwarded), List.of());

        assertThat(peer).hasToString(expected);
    }

    @Test
    void several_headers_are_one_list() throws UnknownHostException {
        var headers = List.of("1.1.1.1", "198.51.100.1", "10.0.0.5");

        var peer = proxies.peer(remote("10.1.2.3"), false, headers, List.of());

        assertThat(peer).hasToString("198.51.100.1");
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, https, false, true",
        "10.1.2.3, wss, false, true",
        "10.1.2.3, 'https, http', true, false",
        "10.1.2.3, http, true, false",
        "203.0.113.9, https, false, false",
        "203.0.113.9, http, true, true",
    })
    void a_proxy_of_ours_says_whether_the_client_came_over_tls(
            String remote, String proto, boolean here, boolean expected)
            throws UnknownHostException {
        var peer = proxies.peer(remote(remote), here, List.of(), List.of(proto));

        assertThat(peer.secure()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "10.0.0.0/33", "10.0.0.0/x", "10.0.0.0/", "", "10/8"})
    void what_is_no_range_stops_the_start(String range) {
        assertThatThrownBy(() -> new TrustedProxies(List.of(range)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("trustedProxies has " + range + ",");
    }

    private static InetSocketAddress remote(String address) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(address), 4_000);
    }
}
