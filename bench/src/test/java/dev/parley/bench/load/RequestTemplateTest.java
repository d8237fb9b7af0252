// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import dev.parley.protocol.api.RequestAuthentication;
import dev.parley.protocol.api.RequestTarget;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestTemplateTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000L);
    private static final AppCredentials CREDENTIALS =
            new AppCredentials("key", new Secret("secret"));

    @Test
    void every_number_is_signed_as_the_protocol_demands() {
        var template =
                RequestTemplate.signed(
                        CREDENTIALS,
                        "/apps/1/events",
                        "{\"data\":\"" + Marker.blank() + "\"}",
                        NOW);

        for (int sequence : new int[] {1, 2, 12_345_678}) {
            var request = Unpooled.buffer();
            template.writeTo(request, sequence);
            var text = request.toString(StandardCharsets.UTF_8);
            var body = text.substring(text.indexOf("\r\n\r\n") + 4);
            var target = RequestTarget.parse(text.split(" ", 3)[1]);

            RequestAuthentication.check(
                    List.of(CREDENTIALS),
                    "POST",
                    target,
                    body.getBytes(StandardCharsets.UTF_8),
                    NOW);
            assertThat(body).contains("%08d".formatted(sequence));
            assertThat(text).contains("Content-Length: " + body.length() + "\r\n");
        }
    }

    @Test
    void a_body_without_a_marker_is_refused() {
        assertThatThrownBy(() -> RequestTemplate.plain("/", "text/plain", "nothing"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
