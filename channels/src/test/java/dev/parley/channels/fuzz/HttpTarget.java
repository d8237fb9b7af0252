// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.fuzz;

import dev.parley.channels.EmbeddedServer;
import java.time.Duration;
import java.util.Arrays;

/// Any bytes on a new connection, in pieces. The first byte is the size of the pieces.
public final class HttpTarget {
    private HttpTarget() {}

    /// Runs one input.
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        try (var _ = new Defects();
                var server = new EmbeddedServer(1)) {
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
