// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.RunMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PortCheckTest {
    private static final Map<String, String> FREE_PORTS =
            Map.of(
                    "PORT", "0",
                    "CHANNELS_PORT", "0",
                    "CHANNELS_ADMIN_PORT", "0",
                    "GATEWAY_PORT", "0",
                    "DATABASE_PORT", "0");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PORT",
                "CHANNELS_PORT",
                "CHANNELS_ADMIN_PORT",
                "GATEWAY_PORT",
                "DATABASE_PORT"
            })
    void a_taken_port_is_named_with_its_variable(String variable) throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var configuration = with(variable, Integer.toString(other.getLocalPort()));

            assertThatExceptionOfType(StartException.class)
                    .isThrownBy(() -> PortCheck.check(configuration, 0))
                    .withMessage(
                            "%s %d is taken by another program: stop it or set %s",
                            variable, other.getLocalPort(), variable);
        }
    }

    @Test
    void a_database_that_an_earlier_run_left_behind_does_not_count() throws IOException {
        try (var leftover = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = leftover.getLocalPort();
            var configuration = with("DATABASE_PORT", Integer.toString(port));

            assertThatCode(() -> PortCheck.check(configuration, port)).doesNotThrowAnyException();
        }
    }

    @Test
    void one_port_cannot_serve_two_parts() {
        var environment = new HashMap<>(FREE_PORTS);
        environment.put("PORT", "45001");
        environment.put("GATEWAY_PORT", "45001");
        var configuration = Configuration.read(environment, RunMode.EVERYTHING);

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> PortCheck.check(configuration, 0))
                .withMessage("PORT and GATEWAY_PORT are both 45001: change one");
    }

    @Test
    void a_part_that_does_not_start_needs_no_port() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var environment = new HashMap<>(FREE_PORTS);
            environment.put("GATEWAY_PORT", Integer.toString(other.getLocalPort()));
            environment.put("SUPABASE_URL", "https://p.supabase.co");
            environment.put("SUPABASE_JWT_SECRET", "a".repeat(32));
            var configuration = Configuration.read(environment, RunMode.EVERYTHING);

            assertThatCode(() -> PortCheck.check(configuration, 0)).doesNotThrowAnyException();
        }
    }

    private static Configuration with(String variable, String value) {
        var environment = new HashMap<>(FREE_PORTS);
        environment.put(variable, value);
        return Configuration.read(environment, RunMode.EVERYTHING);
    }
}
