package dev.parley.channels.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.config.ServerLimits;
import dev.parley.channels.loop.Loop;
import dev.parley.channels.meter.Uncounted;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClientSocketTest {
    private static final Duration SWEEP = Duration.ofSeconds(1);

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Loop loop = new Loop(channel.eventLoop(), channel.alloc(), Uncounted.METERS);
    private final ServerLimits limits = ServerLimits.defaults();

    @AfterEach
    void release() {
        channel.finishAndReleaseAll();
    }

    @Test
    void a_new_socket_whose_first_bytes_are_under_way_is_not_slow() {
        loop.start(SWEEP);
        sweepFor(limits.outbound().stall().multipliedBy(2));
        var socket = new ClientSocket(channel, loop, limits, () -> {});

        socket.ping();
        socket.onSweep(loop.sweeper().now() + 1);

        assertThat(socket.isOpen()).isTrue();
    }

    @Test
    void a_socket_whose_bytes_stay_for_the_whole_stall_time_is_slow() {
        var socket = new ClientSocket(channel, loop, limits, () -> {});

        socket.ping();
        for (long sweep = 1; sweep <= limits.sweeps(limits.outbound().stall()) + 1; sweep++) {
            socket.onSweep(sweep);
        }

        assertThat(socket.isOpen()).isFalse();
    }

    private void sweepFor(Duration time) {
        for (long passed = 0; passed < time.toSeconds(); passed++) {
            channel.advanceTimeBy(SWEEP.toNanos(), TimeUnit.NANOSECONDS);
            channel.runScheduledPendingTasks();
        }
        assertThat(loop.sweeper().now()).isGreaterThan(limits.sweeps(limits.outbound().stall()));
    }
}
