package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.loop.Loop;
import dev.parley.channels.meter.Uncounted;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenersTest {
    private static final int CONNECTIONS = 60;

    private final Transport transport = Transport.fastest();
    private final MultiThreadIoEventLoopGroup group =
            new MultiThreadIoEventLoopGroup(2, transport.handlers());

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void every_event_loop_takes_its_share_of_the_connections() throws IOException {
        List<Loop> loops = new ArrayList<>();
        group.forEach(executor ->
                loops.add(
                        new Loop(
                                (EventLoop) executor,
                                PooledByteBufAllocator.DEFAULT,
                                Uncounted.METERS)));
        Queue<Loop> accepted = new ConcurrentLinkedQueue<>();
        var loopback = InetAddress.getLoopbackAddress();

        try (var listeners =
                Listeners.open(
                        transport,
                        loops,
                        new InetSocketAddress(loopback, 0),
                        1_024,
                        (_, loop) -> accepted.add(loop))) {
            for (int i = 0; i < CONNECTIONS; i++) {
                new Socket(loopback, listeners.port()).close();
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(accepted).hasSize(CONNECTIONS));
        }

        assertThat(accepted).containsAll(loops);
    }
}
