// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.fuzz;

import dev.parley.channels.EmbeddedServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/// Any bytes right behind an upgrade, in pieces. The first byte is the size of the pieces.
public final class WebSocketTarget {
    static final String UPGRADE =
            """
            GET /app/fuzz-key?protocol=7 HTTP/1.1
            Host: 127.0.0.1
            Upgrade: websocket
            Connection: Upgrade
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Sec-WebSocket-Version: 13

            """
                    .replace("\n", "\r\n");

    private WebSocketTarget() {}

    /// Runs one input.
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        try (var _ = new Defects();
                var server = new EmbeddedServer(1)) {
            server.receive(0, UPGRADE.getBytes(StandardCharsets.US_ASCII));
            int piece = 1 + (input[0] & 0xFF);
            for (int at = 1; at < input.length; at += piece) {
                server.receive(
                        0, Arrays.copyOfRange(input, at, Math.min(input.length, at + piece)));
            }
            server.pass(Duration.ofSeconds(3));
            SentAnswers.check(server.sent(0));
        }
    }
}
