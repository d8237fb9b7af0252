// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdleGcTest {
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong collections = new AtomicLong();
    private final AtomicInteger returns = new AtomicInteger();
    private final IdleGc heap =
            new IdleGc(connections::get, collections::get, returns::incrementAndGet);

    @AfterEach
    void stop() {
        heap.close();
    }

    @Test
    void memory_is_given_back_once_after_most_connections_have_gone() {
        looks(10_000, 4_000, 4_000, 4_000, 4_000);

        assertThat(returns).hasValue(1);
    }

    @Test
    void nothing_is_collected_while_connections_are_still_going() {
        looks(10_000, 4_000, 3_000, 2_000);

        assertThat(returns).hasValue(0);
    }

    @Test
    void a_server_that_keeps_most_of_its_connections_is_left_alone() {
        looks(10_000, 6_000, 6_000, 9_000, 5_000, 5_000);

        assertThat(returns).hasValue(0);
    }

    @Test
    void a_few_connections_are_not_worth_a_collection() {
        looks(900, 0, 0);

        assertThat(returns).hasValue(0);
    }

    @Test
    void memory_is_given_back_once_after_a_rush_of_requests() {
        collections.set(500);

        quietLooks(100);

        assertThat(returns).hasValue(1);
    }

    @Test
    void nothing_is_collected_while_requests_still_rush_in() {
        for (var i = 0; i < 100; i++) {
            collections.addAndGet(2);
            heap.look();
        }

        assertThat(returns).hasValue(0);
    }

    @Test
    void a_server_that_was_always_quiet_is_left_alone() {
        collections.set(5);

        quietLooks(100);

        assertThat(returns).hasValue(0);
    }

    @Test
    void memory_is_given_back_again_after_the_next_rush() {
        collections.set(500);
        quietLooks(30);
        collections.set(1_000);
        quietLooks(30);

        assertThat(returns).hasValue(2);
    }

    private void quietLooks(int count) {
        for (var i = 0; i < count; i++) {
            heap.look();
        }
    }

    private void looks(int... counts) {
        for (int count : counts) {
            connections.set(count);
            heap.look();
        }
    }
}
