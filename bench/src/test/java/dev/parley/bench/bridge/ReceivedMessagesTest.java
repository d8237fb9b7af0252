// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.bench.load.Faults;
import org.junit.jupiter.api.Test;

/// Four messages to two rooms: 1 and 3 to the first, 2 and 4 to the second.
class ReceivedMessagesTest {
    private final ReceivedMessages received = new ReceivedMessages(4, 2);

    @Test
    void all_once_and_in_order_is_right_whatever_the_order_between_rooms() {
        receive(2, 4, 1, 3);

        assertThat(received.faults()).isEqualTo(Faults.NONE);
        assertThat(received.count()).isEqualTo(4);
    }

    @Test
    void what_has_not_come_is_lost() {
        receive(1, 2, 4);

        assertThat(received.faults()).isEqualTo(new Faults(1, 0, 0));
    }

    @Test
    void what_comes_again_is_duplicated_and_keeps_its_first_time() {
        received.received(1, 10);
        received.received(1, 20);
        receive(2, 3, 4);

        assertThat(received.faults()).isEqualTo(new Faults(0, 1, 0));
        assertThat(received.receivedAt(0)).isEqualTo(10);
    }

    @Test
    void an_earlier_one_after_a_later_one_of_its_room_is_reordered() {
        receive(3, 2, 1, 4);

        assertThat(received.faults()).isEqualTo(new Faults(0, 0, 1));
    }

    private void receive(int... numbers) {
        for (var number : numbers) {
            received.received(number, number);
        }
    }
}
