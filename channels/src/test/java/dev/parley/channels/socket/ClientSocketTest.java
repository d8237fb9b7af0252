// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.config.ServerLimits;
import dev.parley.channels.loop.Loop;
import dev.parley.channels.loop.MemoryPressure;
import dev.parley.channels.meter.Uncounted;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientSocketTest {
    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final int POLICY_VIOLATION = 1008;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Loop loop = new Loop(channel.eventLoop(), channel.alloc(), Uncounted.METERS);
    private final ServerLimits limits = ServerLimits.defaults();
    private final AtomicLong held = new AtomicLong();
    private final MemoryPressure pressure = new MemoryPressure(held::get, 1, 1);

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    @Test
    void a_new_socket_whose_first_bytes_are_under_way_is_not_slow() {
        loop.start(SWEEP);
        sweepFor(limits.outbound().stall().multipliedBy(2));
        var socket = socket();

        socket.ping();
        socket.onSweep(loop.sweeper().now() + 1);

        assertThat(socket.isOpen()).isTrue();
    }

    @Test
    void a_socket_whose_bytes_stay_for_the_whole_stall_time_is_slow() {
        var socket = socket();

        socket.ping();
        sweep(socket, limits.outbound().stall().plus(SWEEP));

        assertThat(socket.isOpen()).isFalse();
    }

    @Test
    void a_closing_socket_may_take_what_waits_before_the_close_as_slowly_as_an_open_one() {
        var socket = socket();

        socket.close(POLICY_VIOLATION, "A message took too long");
        sweep(socket, limits.outbound().stall().minus(SWEEP));

        assertThat(channel.isOpen()).isTrue();

        sweep(socket, limits.outbound().stall().plus(SWEEP));

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void a_closing_socket_that_took_everything_is_waited_for_no_longer_than_the_close_timeout() {
        var socket = socket();

        socket.close(POLICY_VIOLATION, "A message took too long");
        socket.flush();
        sweep(socket, limits.timeouts().closeTimeout().plus(SWEEP));

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void a_closing_socket_is_waited_for_no_longer_than_the_close_timeout_while_memory_is_short() {
        var socket = socket();
        held.set(Long.MAX_VALUE);
        pressure.adjust();

        socket.close(POLICY_VIOLATION, "A message took too long");
        sweep(socket, limits.timeouts().closeTimeout().plus(SWEEP));

        assertThat(channel.isOpen()).isFalse();
    }

    private ClientSocket socket() {
        return new ClientSocket(channel, loop, limits, pressure, new NoListener());
    }

    /// Sweeps from the first sweep to that time.
    private void sweep(ClientSocket socket, Duration until) {
        for (long sweep = 1; sweep <= limits.sweeps(until); sweep++) {
            socket.onSweep(sweep);
        }
    }

    private void sweepFor(Duration time) {
        for (long passed = 0; passed < time.toSeconds(); passed++) {
            channel.advanceTimeBy(SWEEP.toNanos(), TimeUnit.NANOSECONDS);
            channel.runScheduledPendingTasks();
        }
        assertThat(loop.sweeper().now()).isGreaterThan(limits.sweeps(limits.outbound().stall()));
    }

    private record NoListener() implements ClientSocket.CloseListener {
        @Override
        public void closing() {}

        @Override
        public void closedByUs(int code, String reason) {}
    }
}
