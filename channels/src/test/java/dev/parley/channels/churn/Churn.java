// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.churn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/// A server before and after many visits.
///
/// @param before after the warm-up
/// @param after at the end
/// @param begun visits in between
/// @param done visits in between that the server served wholly
/// @param time how long visits went on
/// @param logged what the server had to say, which should be nothing
record Churn(
        Snapshot before,
        Snapshot after,
        long begun,
        long done,
        Duration time,
        List<String> logged) {
    /// What live heap may differ without meaning anything: caches that fill, code that was loaded.
    private static final long HEAP_TOLERANCE = 4 << 20;

    /// Runs visits against a new server process.
    static Churn run(int rate, Duration warmUp, Duration time) throws IOException {
        try (var server = new ServerProcess();
                var visitors = new Visitors(server.port())) {
            visitors.come(rate, warmUp);
            var before = settled(server);
            long begunBefore = visitors.begun();
            long doneBefore = visitors.done();

            visitors.come(rate, time);

            return new Churn(
                    before,
                    settled(server),
                    visitors.begun() - begunBefore,
                    visitors.done() - doneBefore,
                    time,
                    server.logged());
        }
    }

    /// Returns what a person wants to know of it.
    String figures() {
        return """
        %,d visits in %d s (%,d/s), of which %,d went well
          live heap    %,11d -> %,11d bytes
          buffers      %,11d -> %,11d bytes in use
          descriptors  %,11d -> %,11d
          threads      %,11d -> %,11d
          connections  %,11d -> %,11d\
        """
                .formatted(
                        begun,
                        time.toSeconds(),
                        begun / time.toSeconds(),
                        done,
                        before.heapBytes(),
                        after.heapBytes(),
                        before.bufferBytes(),
                        after.bufferBytes(),
                        before.descriptors(),
                        after.descriptors(),
                        before.threads(),
                        after.threads(),
                        before.connections(),
                        after.connections());
    }

    /// Fails when anything was left behind.
    void check() {
        assertThat(logged).as("what the server logged").isEmpty();
        assertThat(done).as("visits that went well, of %d", begun).isEqualTo(begun);
        assertThat(after.connections()).as("connections").isZero();
        assertThat(after.bufferBytes())
                .as("buffers in use")
                .isLessThanOrEqualTo(before.bufferBytes());
        assertThat(after.descriptors()).as("descriptors").isLessThanOrEqualTo(before.descriptors());
        assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads());
        assertThat(after.heapBytes())
                .as("live heap after %d visits", done)
                .isLessThanOrEqualTo(before.heapBytes() + HEAP_TOLERANCE);
    }

    /// Waits until the server has seen the last visitor off: one who was reset at once, or one whose
    /// close is still under way.
    private static Snapshot settled(ServerProcess server) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .until(server::look, look -> look.connections() == 0);
    }
}
