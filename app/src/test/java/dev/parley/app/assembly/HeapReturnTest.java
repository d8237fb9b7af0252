package dev.parley.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeapReturnTest {
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger collections = new AtomicInteger();
    private final HeapReturn heap = new HeapReturn(connections::get, collections::incrementAndGet);

    @AfterEach
    void stop() {
        heap.close();
    }

    @Test
    void memory_is_given_back_once_after_most_connections_have_gone() {
        looks(10_000, 4_000, 4_000, 4_000, 4_000);

        assertThat(collections).hasValue(1);
    }

    @Test
    void nothing_is_collected_while_connections_are_still_going() {
        looks(10_000, 4_000, 3_000, 2_000);

        assertThat(collections).hasValue(0);
    }

    @Test
    void a_server_that_keeps_most_of_its_connections_is_left_alone() {
        looks(10_000, 6_000, 6_000, 9_000, 5_000, 5_000);

        assertThat(collections).hasValue(0);
    }

    @Test
    void a_few_connections_are_not_worth_a_collection() {
        looks(900, 0, 0);

        assertThat(collections).hasValue(0);
    }

    private void looks(int... counts) {
        for (int count : counts) {
            connections.set(count);
            heap.look();
        }
    }
}
