// SPDX-License-Identifier: Apache-2.0
package dev.parley.http.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:3001",
                "127.0.0.1",
                "127.8.8.8:80",
                "[::1]",
                "[::1]:3001",
                "[0:0:0:0:0:0:0:1]:"
            })
    void these_names_mean_this_very_machine(String header) {
        assertThat(HostName.ofHeader(header).isLoopback()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":3001",
                "localhost.example",
                "127.0.0.1.example",
                "127.1",
                "127.0.0.999",
                "10.0.0.1:80",
                "[::2]",
                "[fe80::1]:80",
                "127.0.0.1:80:80"
            })
    void others_may_be_anybodys(String header) {
        assertThat(HostName.ofHeader(header).isLoopback()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "0:0:0:0:0:0:0:1", "127.0.0.1", "localhost"})
    void addresses_to_listen_on_have_no_port(String address) {
        assertThat(new HostName(address).isLoopback()).isTrue();
    }
}
