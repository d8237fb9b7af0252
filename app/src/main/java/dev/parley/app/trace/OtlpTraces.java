// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.trace;

import dev.parley.worker.delivery.DeliveryListener;
import dev.parley.worker.delivery.DeliveryReport;
import dev.parley.worker.delivery.EventTrace;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Makes one trace of every event that a target took and that the sampler chooses: a span from its row
/// to its target, and under it `capture`, `queue` and `publish`. Thread-safe.
///
/// Spans are made when all is over, so an event that is not sampled costs one decision. They are sent in
/// the background; when the receiver is away they are dropped, never waited for.
public final class OtlpTraces implements DeliveryListener, AutoCloseable {
    private static final int FLUSH_SECONDS = 2;

    /// What holds unless the operator says otherwise: OTLP over HTTP, and nothing but traces.
    private static final Map<String, String> DEFAULTS =
            Map.of(
                    "otel.service.name", "parley-worker",
                    "otel.exporter.otlp.protocol", "http/protobuf",
                    "otel.traces.exporter", "otlp",
                    "otel.metrics.exporter", "none",
                    "otel.logs.exporter", "none",
                    "otel.propagators", "none");

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;

    /// @param variables the variables that begin with `OTEL_`, as
    ///     [OpenTelemetry](https://opentelemetry.io/docs/languages/java/configuration/) defines them
    /// @throws RuntimeException when one of them cannot be used
    public OtlpTraces(Map<String, String> variables) {
        var properties =
                variables.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        entry -> property(entry.getKey()), Map.Entry::getValue));
        sdk =
                AutoConfiguredOpenTelemetrySdk.builder()
                        .disableShutdownHook()
                        .addPropertiesSupplier(() -> DEFAULTS)
                        .addPropertiesSupplier(() -> properties)
                        .build()
                        .getOpenTelemetrySdk();
        tracer = sdk.getTracer("dev.parley.worker");
    }

    @Override
    public void arrived(DeliveryReport report) {
        for (var event : report.events()) {
            trace(event, report);
        }
    }

    @Override
    public void close() {
        // what is lost when the receiver does not answer in time is only a trace
        var _ = sdk.shutdown().join(FLUSH_SECONDS, TimeUnit.SECONDS);
    }

    private void trace(EventTrace event, DeliveryReport report) {
        var whole =
                tracer.spanBuilder("deliver " + event.kind())
                        .setNoParent()
                        .setSpanKind(SpanKind.PRODUCER)
                        .setStartTimestamp(event.committed())
                        .setAttribute("messaging.destination.name", event.channel())
                        .setAttribute("messaging.message.id", event.eventId())
                        .setAttribute("parley.target", report.target())
                        .startSpan();
        if (whole.isRecording()) {
            var under = Context.root().with(whole);
            stage("capture", under, event.committed(), event.captured());
            stage("queue", under, event.captured(), report.sent());
            stage("publish", under, report.sent(), report.taken());
        }
        whole.end(later(event.committed(), report.taken()));
    }

    private void stage(String name, Context under, Instant from, Instant to) {
        tracer.spanBuilder(name)
                .setParent(under)
                .setStartTimestamp(from)
                .startSpan()
                .end(later(from, to));
    }

    /// The database's clock may be ahead of ours.
    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static String property(String variable) {
        return variable.toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
