// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.micro;

import dev.parley.channels.wire.TextFrame;
import dev.parley.protocol.frame.ServerFrame;
import dev.parley.protocol.frame.ServerFrameWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The price of making the frame of an event: once per publish, however many sockets it goes to.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ServerFrameBenchmark {
    private final ServerFrame event =
            new ServerFrame.Event("private-room-1", "new-message", "{\"text\":\"hello\"}");
    private final TextFrame made = TextFrame.of(event);
    private final ByteBuf target = Unpooled.directBuffer(1_024);

    /// Writes its JSON.
    @Benchmark
    public String json() {
        return ServerFrameWriter.write(event);
    }

    /// Makes its WebSocket frame.
    @Benchmark
    public TextFrame frame() {
        return TextFrame.of(event);
    }

    /// Copies a finished frame into the buffer that goes to the sockets.
    @Benchmark
    public ByteBuf copy() {
        target.clear();
        made.writeTo(target);
        return target;
    }

    /// Gives the buffer back.
    @TearDown
    public void release() {
        target.release();
    }
}
