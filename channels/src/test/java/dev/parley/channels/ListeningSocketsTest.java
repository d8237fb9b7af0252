// SPDX-License-Identifier: Apache-2.0
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

class ListeningSocketsTest {
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
        var loops = loops();
        Queue<Loop> accepted = new ConcurrentLinkedQueue<>();

        try (var listeningSockets = open(loops, accepted)) {
            connect(listeningSockets, accepted);
        }

        assertThat(accepted).containsAll(loops);
    }

    @Test
    void a_socket_that_is_lost_is_opened_again_and_its_loop_takes_its_share() throws IOException {
        var loops = loops();
        Queue<Loop> accepted = new ConcurrentLinkedQueue<>();

        try (var listeningSockets = open(loops, accepted)) {
            var port = listeningSockets.port();
            listeningSockets.first().close().awaitUninterruptibly();
            assertThat(listeningSockets.areListening()).isFalse();

            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .ignoreExceptions()
                    .untilAsserted(() -> {
                        listeningSockets.listenAgain();
                        assertThat(listeningSockets.areListening()).isTrue();
                    });

            assertThat(listeningSockets.port()).isEqualTo(port);
            connect(listeningSockets, accepted);
        }
        assertThat(accepted).containsAll(loops);
    }

    private List<Loop> loops() {
        List<Loop> loops = new ArrayList<>();
        group.forEach(executor ->
                loops.add(
                        new Loop(
                                (EventLoop) executor,
                                PooledByteBufAllocator.DEFAULT,
                                Uncounted.METERS)));
        return loops;
    }

    private ListeningSockets open(List<Loop> loops, Queue<Loop> accepted) {
        return ListeningSockets.open(
                transport,
                loops,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                1_024,
                (_, loop) -> accepted.add(loop));
    }

    private static void connect(ListeningSockets listeningSockets, Queue<Loop> accepted)
            throws IOException {
        for (int i = 0; i < CONNECTIONS; i++) {
            new Socket(InetAddress.getLoopbackAddress(), listeningSockets.port()).close();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(accepted).hasSize(CONNECTIONS));
    }
}
