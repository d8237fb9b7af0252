// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class MarkdownTableTest {
    private static final Metric RATE =
            new Metric("fanout", "deliveries", Unit.PER_SECOND, Metric.Better.MORE);
    private static final Metric LATENCY =
            new Metric("latency", "p99", Unit.SECONDS, Metric.Better.LESS);
    private static final Metric BUSY = Metric.context("fanout", "server busy", Unit.SHARE);

    private final Results results = new Results();

    @Test
    void the_median_counts_and_the_extremes_are_told() {
        add(RATE, "parley", 3_000, 1_000, 2_000);

        assertThat(table()).contains("| 2.00 k/s (1.00 k/s–3.00 k/s) |");
    }

    @Test
    void more_of_a_rate_is_an_advantage() {
        add(RATE, "parley", 3_000);
        add(RATE, "uws", 2_000);

        assertThat(table()).contains("| 3.00 k/s | 2.00 k/s **×1.50** |");
    }

    @Test
    void less_latency_is_an_advantage() {
        add(LATENCY, "parley", 0.002);
        add(LATENCY, "uws", 0.001);

        assertThat(table()).contains("| 2.00 ms | 1.00 ms **×0.50** |");
    }

    @Test
    void what_only_explains_has_no_ratio() {
        add(BUSY, "parley", 0.99);
        add(BUSY, "uws", 0.5);

        assertThat(table()).contains("| 99 % | 50 % |");
    }

    @Test
    void a_peer_that_failed_has_no_figure_but_a_reason() {
        add(RATE, "parley", 1_000);
        results.addPeer("uws");
        results.fail(new Results.Failure("fanout", "uws", 2, "3 lost"));

        assertThat(table()).contains("| 1.00 k/s | — |").contains("- fanout, uws, run 2: 3 lost");
    }

    @Test
    void the_file_has_every_value() throws IOException {
        add(RATE, "parley", 3, 1, 2);
        var out = new StringWriter();

        ResultsJson.write(results, out);

        assertThat(out.toString().replaceAll("\\s", ""))
                .contains("\"median\":2.0,\"values\":[3.0,1.0,2.0]");
    }

    private void add(Metric metric, String peer, double... values) {
        for (double value : values) {
            results.add(peer, metric, value);
        }
    }

    private String table() {
        return new MarkdownTable(results, "parley").markdown();
    }
}
