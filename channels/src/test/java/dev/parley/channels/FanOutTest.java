// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.SocketId;
import dev.parley.protocol.api.PublishEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FanOutTest {
    private static final int SOCKETS = 1_000;
    private static final int EVENTS = 200;

    @Test
    void a_thousand_sockets_get_each_event_once_and_in_order()
            throws IOException, InterruptedException {
        try (var server = new RunningServer();
                var crowd = new Crowd(server.port(), SOCKETS, "news")) {

            for (int i = 0; i < EVENTS; i += 10) {
                server.server().publish(RunningServer.APP_ID, numbered("news", i, i + 10));
            }

            for (var events : crowd.receive(EVENTS)) {
                assertThat(events).isEqualTo(IntStream.range(0, EVENTS).boxed().toList());
            }
        }
    }

    @Test
    void publishers_side_by_side_are_seen_in_one_order_by_all() throws InterruptedException {
        try (var server = new RunningServer()) {
            var clients = IntStream.range(0, 8).mapToObj(_ -> server.connect()).toList();
            clients.forEach(client -> client.join("news"));
            var publisherIds = new AtomicInteger();
            var done = new CountDownLatch(4);
            for (int p = 0; p < 4; p++) {
                Thread.ofVirtual()
                        .start(() -> {
                            var name = "p" + publisherIds.incrementAndGet() + "-";
                            for (int i = 0; i < 50; i++) {
                                server.server()
                                        .publish(
                                                RunningServer.APP_ID,
                                                List.of(PublishEvent.to("news", name + i, "")));
                            }
                            done.countDown();
                        });
            }
            assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();

            var orders = new ArrayList<List<String>>();
            for (var client : clients) {
                orders.add(IntStream.range(0, 200).mapToObj(_ -> client.nextText()).toList());
            }

            assertThat(orders).allMatch(order -> order.equals(orders.getFirst()));
            assertThat(orders.getFirst()).doesNotHaveDuplicates();
        }
    }

    @Test
    void an_event_left_out_for_one_socket_keeps_its_place_for_the_others() {
        try (var server = new RunningServer(config -> config.withLoops(1))) {
            var left = server.connect();
            var other = server.connect();
            left.join("news");
            other.join("news");
            var mixed = new ArrayList<PublishEvent>();
            for (int i = 0; i < 100; i++) {
                var except = i % 2 == 0 ? null : new SocketId(left.socketId());
                mixed.add(new PublishEvent("e" + i, "", List.of("news"), except, Set.of()));
            }

            server.server().publish(RunningServer.APP_ID, mixed);

            for (int i = 0; i < 100; i++) {
                other.next("e" + i);
                if (i % 2 == 0) {
                    left.next("e" + i);
                }
            }
            left.expectNothing();
        }
    }

    private static List<PublishEvent> numbered(String channel, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> PublishEvent.to(channel, "n", Integer.toString(i)))
                .toList();
    }
}
