// SPDX-License-Identifier: Apache-2.0
package dev.parley.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.app.assembly.DataFolder;
import dev.parley.app.assembly.Service;
import dev.parley.app.assembly.StartupProgress;
import dev.parley.app.client.ClientSettings;
import dev.parley.app.configuration.Configuration;
import dev.parley.app.configuration.RunMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The training against the whole product on free ports.
@Timeout(180)
final class AotWarmupTest {
    private static final Map<String, String> FREE_PORTS =
            Map.of(
                    "PORT", "0",
                    "CHANNELS_PORT", "0",
                    "CHANNELS_ADMIN_PORT", "0",
                    "GATEWAY_PORT", "0",
                    "DATABASE_PORT", "0");
    private static final String MANY_SOCKETS =
            "{\"limits\":{\"connections\":{\"perAddress\":1000,\"handshakesPerSecond\":1000}}}";

    @TempDir private Path temporary;

    @Test
    void it_publishes_to_everybody_who_listens() throws Exception {
        var variables = new HashMap<>(FREE_PORTS);
        variables.put("CHANNELS_CONFIG", MANY_SOCKETS);

        assertThat(trained(variables)).isGreaterThan(8);
    }

    @Test
    void a_server_that_lets_too_few_sockets_in_is_reported() {
        var variables = new HashMap<>(FREE_PORTS);
        variables.put(
                "CHANNELS_CONFIG",
                "{\"limits\":{\"connections\":{\"perAddress\":10,\"handshakesPerSecond\":10}}}");

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> trained(variables));
    }

    private int trained(Map<String, String> variables) throws IOException, InterruptedException {
        var configuration = Configuration.read(variables, RunMode.EVERYTHING);
        // a page beside the data, whose files come and go while it is read
        var page = Files.createDirectory(temporary.resolve("page"));
        try (var folder = DataFolder.open(temporary.resolve("data"));
                var service = Service.everything(configuration, folder, page, silence())) {
            var ports = service.start().ports();
            var settings = ClientSettings.of(configuration, ports, "127.0.0.1");
            return new AotWarmup(settings, Clock.systemUTC()).run(Duration.ofMillis(500));
        }
    }

    private static StartupProgress silence() {
        return new StartupProgress() {
            @Override
            public void starting(String part) {}

            @Override
            public void started(String part, String detail) {}
        };
    }
}
