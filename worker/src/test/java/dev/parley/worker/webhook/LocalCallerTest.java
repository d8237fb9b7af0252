// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LocalCallerTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, localhost:3001, true",
        "::1, [::1]:3001, true",
        "127.0.0.1, 127.0.0.1, true",
        "10.0.0.7, localhost:3001, false",
        "192.0.2.1, 127.0.0.1:3001, false",
        "127.0.0.1, rebound.example:3001, false",
        "127.0.0.1, localhost.example, false"
    })
    void is_a_loopback_peer_that_names_this_machine(String peer, String host, boolean local)
            throws Exception {
        var headers = Map.of("host", host);

        assertThat(
                        LocalCaller.is(
                                InetAddress.getByName(peer),
                                name -> Optional.ofNullable(headers.get(name))))
                .isEqualTo(local);
    }
}
