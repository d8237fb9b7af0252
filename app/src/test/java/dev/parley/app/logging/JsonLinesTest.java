// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/// A log line for programs.
final class JsonLinesTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void keys_stand_beside_the_message_by_their_names() throws Exception {
        var event = event(new IllegalStateException("broken \"quote\"\nline"));
        event.setKeyValuePairs(
                List.of(new KeyValuePair("target", "pusher"), new KeyValuePair("failures", 3)));

        var line = new String(new JsonLines().encode(event), StandardCharsets.UTF_8);
        var json = new ObjectMapper().readTree(line);

        assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
        assertThat(json.path("level").asText()).isEqualTo("WARN");
        assertThat(json.path("logger").asText()).isEqualTo("a.Logger");
        assertThat(json.path("message").asText()).isEqualTo("target is unavailable");
        assertThat(json.path("target").asText()).isEqualTo("pusher");
        assertThat(json.path("failures").isInt()).isTrue();
        assertThat(json.path("error").asText()).contains("broken \"quote\"");
        assertThat(json.path("time").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    }

    private LoggingEvent event(Throwable cause) {
        return new LoggingEvent(
                "caller",
                context.getLogger("a.Logger"),
                Level.WARN,
                "target is unavailable",
                cause,
                null);
    }
}
