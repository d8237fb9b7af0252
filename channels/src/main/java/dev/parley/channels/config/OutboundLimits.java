// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.config;

import dev.parley.protocol.Range;
import java.time.Duration;

/// What may wait to be sent.
///
/// @param socketBytes bytes that wait for one slow reader; more closes with 4101
/// @param stall how long bytes may wait without any leaving; longer closes with 4101, and cuts a peer off that
///     was told to go
/// @param totalBytes memory of everything that waits in the server; above it each socket's share
///     shrinks until enough slow readers are closed, and new connections are told 4100
/// @param loopQueueBytes bytes of events that wait for one event loop; more is answered 503
public record OutboundLimits(
        int socketBytes, Duration stall, long totalBytes, long loopQueueBytes) {

    /// Refuses values outside their ranges.
    public OutboundLimits {
        Range.check("socketBytes", socketBytes, 1_024, 1 << 30);
        Range.check("totalBytes", totalBytes, 1 << 16, 1L << 40);
        Range.check("loopQueueBytes", loopQueueBytes, 1_024, 1L << 40);
    }

    /// Returns the defaults of the documentation; all that waits together may take a quarter of the
    /// largest heap.
    public static OutboundLimits defaults() {
        return new OutboundLimits(
                1 << 20,
                Duration.ofSeconds(10),
                Math.max(1 << 20, Runtime.getRuntime().maxMemory() / 4),
                64L << 20);
    }
}
