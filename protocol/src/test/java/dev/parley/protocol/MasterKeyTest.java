// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MasterKeyTest {
    static Stream<JsonNode> vectors() throws IOException {
        try (var file = MasterKeyTest.class.getResourceAsStream("/pusher-vectors.json")) {
            var all = new ObjectMapper().readTree(Objects.requireNonNull(file)).path("vectors");
            return StreamSupport.stream(all.spliterator(), false)
                    .filter(vector -> vector.path("kind").asText().equals("encrypted_auth"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void each_channel_has_the_key_that_the_protocol_gives_it(JsonNode vector) {
        var input = vector.path("input");
        var key = MasterKey.parse(input.path("encryption_master_key_base64").asText());

        assertThat(key.sharedSecretText(input.path("channel").asText()))
                .isEqualTo(vector.path("expected").path("shared_secret").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "VGhpcyBpcyBub3QgMzIgYnl0ZXM=", "not base64 at all !"})
    void what_is_no_key_is_refused_and_not_shown(String text) {
        assertThatThrownBy(() -> MasterKey.parse(text))
                .hasMessage("an encryption key must be 32 bytes in base64");
    }

    @Test
    void its_text_tells_nothing() {
        assertThat(MasterKey.parse("zyrm8pvV2C9fJcBfhyXzvxbJVN/H7QLmbe0xJi1GhPU="))
                .hasToString("[redacted]");
    }
}
