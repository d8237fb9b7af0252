// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.micro;

import dev.parley.bench.load.FrameScanner;
import dev.parley.bench.load.Marker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The price the load generator itself pays for a received message: it bounds what can be measured.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class GeneratorBenchmark {
    private static final int FRAMES = 64;
    private static final int TEXT = 0x81;

    private final Sum sum = new Sum();
    private final FrameScanner scanner = new FrameScanner(sum);
    private final ByteBuffer received;

    /// Fills the buffer of one read.
    public GeneratorBenchmark() {
        var payload =
                ("{\"event\":\"new-message\",\"channel\":\"bench-00000\",\"data\":\""
                                + Marker.data(64)
                                + "\"}")
                        .getBytes(StandardCharsets.UTF_8);
        received = ByteBuffer.allocateDirect(FRAMES * (2 + payload.length));
        for (int i = 0; i < FRAMES; i++) {
            received.put((byte) TEXT).put((byte) payload.length).put(payload);
        }
        received.flip();
    }

    /// Finds the number in each of 64 joined frames; the figure is for one.
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public long scan() {
        scanner.scan(received);
        return sum.value;
    }

    private static final class Sum implements FrameScanner.Sink {
        private long value;

        @Override
        public void onEvent(int sequence) {
            value += sequence;
        }

        @Override
        public void onFrame(int opcode, ByteBuffer payload) {
            throw new IllegalStateException("every frame has a marker");
        }
    }
}
