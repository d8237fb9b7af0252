// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;

/// The results as JSON: every value of every run, to be compared with another day's.
public final class ResultsJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ResultsJson() {}

    /// Writes them.
    ///
    /// @throws IOException if `out` cannot be written
    public static void write(Results results, Writer out) throws IOException {
        try (var json = JSON.createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeArrayFieldStart("measurements");
            for (var metric : results.metrics()) {
                for (var peer : results.peers()) {
                    measurement(json, results, metric, peer);
                }
            }
            json.writeEndArray();
            json.writeArrayFieldStart("failures");
            for (var failure : results.failures()) {
                json.writeStartObject();
                json.writeStringField("scenario", failure.scenario());
                json.writeStringField("peer", failure.peer());
                json.writeNumberField("run", failure.run());
                json.writeStringField("reason", failure.reason());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void measurement(JsonGenerator json, Results results, Metric metric, String peer)
            throws IOException {
        var spread = results.spread(metric, peer);
        if (spread.isEmpty()) {
            return;
        }
        json.writeStartObject();
        json.writeStringField("scenario", metric.scenario());
        json.writeStringField("metric", metric.name());
        json.writeStringField("unit", metric.unit().name());
        json.writeStringField("better", metric.better().name());
        json.writeStringField("peer", peer);
        json.writeNumberField("median", spread.get().median());
        json.writeArrayFieldStart("values");
        for (double value : results.values(metric, peer)) {
            json.writeNumber(value);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
