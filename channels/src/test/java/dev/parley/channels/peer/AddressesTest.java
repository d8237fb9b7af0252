// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.config.ConnectionLimits;
import dev.parley.channels.peer.Addresses.Entry;
import dev.parley.http.peer.Peer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class AddressesTest {
    private Instant now = Instant.EPOCH;
    private final InstantSource clock = () -> now;

    @Test
    void an_address_may_have_so_many_open_and_no_more() throws UnknownHostException {
        var addresses = new Addresses(new ConnectionLimits(100, 2, 100), clock);
        var peer = peer("198.51.100.1");

        assertThat(addresses.enter(peer)).isEqualTo(Entry.ENTERED);
        assertThat(addresses.enter(peer)).isEqualTo(Entry.ENTERED);
        assertThat(addresses.enter(peer)).isEqualTo(Entry.TOO_MANY);
        assertThat(addresses.enter(peer("198.51.100.2"))).isEqualTo(Entry.ENTERED);

        addresses.leave(peer);

        assertThat(addresses.enter(peer)).isEqualTo(Entry.ENTERED);
        assertThat(addresses.enter(peer)).isEqualTo(Entry.TOO_MANY);
    }

    @Test
    void an_address_may_open_so_many_in_a_second() throws UnknownHostException {
        var addresses = new Addresses(new ConnectionLimits(100, 100, 2), clock);
        var peer = peer("198.51.100.1");
        assertThat(addresses.enter(peer)).isEqualTo(Entry.ENTERED);
        assertThat(addresses.enter(peer)).isEqualTo(Entry.ENTERED);
        addresses.leave(peer);

        assertThat(addresses.enter(peer)).isEqualTo(Entry.TOO_FAST);
        now = now.plus(Duration.ofMillis(500));
        assertThat(addresses.enter(peer)).isEqualTo(Entry.ENTERED);
        assertThat(addresses.enter(peer)).isEqualTo(Entry.TOO_FAST);
    }

    @Test
    void an_office_of_a_thousand_comes_back_within_five_seconds_of_a_restart()
            throws UnknownHostException {
        var addresses = new Addresses(ConnectionLimits.defaults(), clock);
        var office = peer("198.51.100.1");

        int connected = 0;
        for (int second = 0; second < 5; second++) {
            now = now.plusSeconds(1);
            for (int tries = 1_000 - connected; tries > 0; tries--) {
                connected += addresses.enter(office) == Entry.ENTERED ? 1 : 0;
            }
        }

        assertThat(connected).isEqualTo(1_000);
    }

    @Test
    void one_network_of_ipv6_is_one_address() throws UnknownHostException {
        var addresses = new Addresses(new ConnectionLimits(100, 1, 100), clock);

        assertThat(addresses.enter(peer("2001:db8:1:2::1"))).isEqualTo(Entry.ENTERED);
        assertThat(addresses.enter(peer("2001:db8:1:2:ffff::9"))).isEqualTo(Entry.TOO_MANY);
        assertThat(addresses.enter(peer("2001:db8:1:3::1"))).isEqualTo(Entry.ENTERED);
    }

    @Test
    void an_address_is_forgotten_when_nothing_of_it_is_left() throws UnknownHostException {
        var addresses = new Addresses(new ConnectionLimits(100, 1, 1), clock);
        var gone = peer("198.51.100.1");
        addresses.enter(gone);
        addresses.enter(peer("198.51.100.2"));
        addresses.leave(gone);

        addresses.forget();
        assertThat(addresses.remembered()).isEqualTo(2);
        now = now.plus(Duration.ofSeconds(2));
        addresses.forget();

        assertThat(addresses.remembered()).isEqualTo(1);
    }

    @Test
    void addresses_that_come_by_the_thousand_do_not_fill_the_memory() throws UnknownHostException {
        var addresses = new Addresses(new ConnectionLimits(1, 1, 1), clock);

        for (int i = 0; i < 5_000; i++) {
            var peer = peer("2001:db8:" + Integer.toHexString(i) + "::1");
            if (addresses.enter(peer) == Entry.ENTERED) {
                addresses.leave(peer);
            }
        }

        assertThat(addresses.remembered()).isLessThan(1_100);
    }

    private static Peer peer(String address) throws UnknownHostException {
        return new Peer(InetAddress.getByName(address), false);
    }
}
