// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.micro;

import dev.parley.protocol.Limits;
import dev.parley.protocol.frame.ClientFrame;
import dev.parley.protocol.frame.ClientFrameReader;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The price of understanding what a client says.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ClientFrameBenchmark {
    private final ClientFrameReader reader = new ClientFrameReader(Limits.defaults());

    /// Reads what every client sends first.
    @Benchmark
    public ClientFrame subscribe() {
        return reader.read(
                "{\"event\":\"pusher:subscribe\",\"data\":{\"auth\":\"\",\"channel\":\"room-1\"}}");
    }

    /// Reads what an idle client sends.
    @Benchmark
    public ClientFrame ping() {
        return reader.read("{\"event\":\"pusher:ping\",\"data\":{}}");
    }

    /// Reads somebody's typing notice.
    @Benchmark
    public ClientFrame clientEvent() {
        return reader.read(
                "{\"event\":\"client-typing\",\"channel\":\"presence-room-1\",\"data\":{\"user_id\":\"42\"}}");
    }
}
