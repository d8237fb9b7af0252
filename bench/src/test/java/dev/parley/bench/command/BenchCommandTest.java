// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class BenchCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void help_names_every_scenario_and_peer() {
        var code = execute("channels", "--help");

        assertThat(code).isZero();
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("parley, soketi, uws.")
                .contains("fanout, latency, publish, channels, joins, idle, slow");
    }

    @Test
    void an_unknown_scenario_is_refused_with_those_there_are() {
        var code = execute("channels", "--peers", "parley", "--scenarios", "fan-out");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("there is no scenario fan-out; there are fanout,");
    }

    @Test
    void an_unknown_peer_is_refused_with_those_there_are() {
        var code = execute("channels", "--peers", "redis", "--scenarios", "fanout");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("there is no peer redis; there are parley,");
    }

    @Test
    void help_names_every_way_and_scenario_of_the_bridge() {
        var code = execute("bridge", "--help");

        assertThat(code).isZero();
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains("wal, poll.")
                .contains("latency, throughput, catch-up");
    }

    @Test
    void an_unknown_way_is_refused_with_those_there_are() {
        var code = execute("bridge", "--ways", "fax");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("there is no way fax; there are wal, poll");
    }

    private int execute(String... arguments) {
        var clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        return BenchCommand.of(Path.of("."), clock)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
