// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.worker.delivery.DeliveryReport;
import dev.parley.worker.delivery.EventTrace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Traces as a collector gets them.
final class OtlpTracesTest {
    private static final Instant COMMITTED = Instant.parse("2026-11-26T10:00:00Z");
    private static final DeliveryReport REPORT =
            new DeliveryReport(
                    "pusher",
                    COMMITTED.plusMillis(5),
                    COMMITTED.plusMillis(25),
                    List.of(
                            new EventTrace(
                                    "1-1.room.7",
                                    "room-1",
                                    "new-message",
                                    COMMITTED,
                                    COMMITTED.plusMillis(2))));

    @Test
    void an_event_is_one_trace_from_its_row_to_its_target() throws Exception {
        try (var receiver = new OtlpReceiver()) {
            try (var traces =
                    new OtlpTraces(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.endpoint()))) {
                traces.arrived(REPORT);
            }

            var spans = receiver.spans();
            assertThat(spans)
                    .extracting(ReceivedSpan::name)
                    .containsExactlyInAnyOrder(
                            "deliver new-message", "capture", "queue", "publish");
            assertThat(spans)
                    .extracting(ReceivedSpan::trace)
                    .containsOnly(spans.getFirst().trace());
            var whole = named(spans, "deliver new-message");
            assertThat(whole.parent()).isEmpty();
            assertThat(whole.start()).isEqualTo(nanos(0));
            assertThat(whole.end()).isEqualTo(nanos(25));
            assertStage(spans, "capture", 0, 2);
            assertStage(spans, "queue", 2, 5);
            assertStage(spans, "publish", 5, 25);
        }
    }

    @Test
    void the_sampler_is_the_operators() throws Exception {
        try (var receiver = new OtlpReceiver()) {
            try (var traces =
                    new OtlpTraces(
                            Map.of(
                                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                                    receiver.endpoint(),
                                    "OTEL_TRACES_SAMPLER",
                                    "always_off"))) {
                traces.arrived(REPORT);
            }

            assertThat(receiver.spans()).isEmpty();
        }
    }

    private static void assertStage(List<ReceivedSpan> spans, String name, int from, int to) {
        var stage = named(spans, name);
        assertThat(stage.parent()).isEqualTo(named(spans, "deliver new-message").id());
        assertThat(stage.start()).as(name).isEqualTo(nanos(from));
        assertThat(stage.end()).as(name).isEqualTo(nanos(to));
    }

    private static ReceivedSpan named(List<ReceivedSpan> spans, String name) {
        return spans.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
    }

    private static long nanos(int millis) {
        return (COMMITTED.toEpochMilli() + millis) * 1_000_000;
    }
}
