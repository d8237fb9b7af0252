// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeliveryVerifierTest {
    private final DeliveryVerifier verifier = new DeliveryVerifier(2, 1_024);

    @Test
    void events_that_came_once_and_in_one_order_are_no_fault() {
        both(1, 2, 3);

        assertThat(verifier.faults(3)).isEqualTo(Faults.NONE);
    }

    @Test
    void sockets_may_agree_on_another_order_than_that_of_the_numbers() {
        both(2, 1, 3);

        assertThat(verifier.faults(3)).isEqualTo(Faults.NONE);
    }

    @Test
    void a_planted_loss_is_found() {
        one(0, 1, 2, 3);
        one(1, 1, 3);

        assertThat(verifier.faults(3)).isEqualTo(new Faults(1, 0, 0));
    }

    @Test
    void a_loss_at_the_socket_that_is_ahead_is_found() {
        one(0, 1, 3);
        one(1, 1, 2, 3);

        assertThat(verifier.faults(3).isNone()).isFalse();
    }

    @Test
    void a_loss_at_the_end_is_found() {
        one(0, 1, 2, 3);
        one(1, 1, 2);

        assertThat(verifier.faults(3)).isEqualTo(new Faults(1, 0, 0));
    }

    @Test
    void an_event_that_nobody_got_is_lost_at_every_socket() {
        both(1, 3);

        assertThat(verifier.faults(3)).isEqualTo(new Faults(2, 0, 0));
    }

    @Test
    void a_planted_duplicate_is_found_and_not_counted_as_a_delivery() {
        one(0, 1, 2, 3);
        one(1, 1, 2);

        var counted = verifier.receive(1, 2);
        one(1, 3);

        assertThat(counted).isFalse();
        assertThat(verifier.faults(3)).isEqualTo(new Faults(0, 1, 0));
    }

    @Test
    void a_duplicate_at_the_socket_that_is_ahead_is_found() {
        one(0, 1, 2, 2, 3);
        one(1, 1, 2, 3);

        assertThat(verifier.faults(3)).isEqualTo(new Faults(0, 1, 0));
    }

    @Test
    void a_planted_reorder_is_found() {
        one(0, 1, 2, 3);
        one(1, 2, 1, 3);

        assertThat(verifier.faults(3)).isEqualTo(new Faults(0, 0, 1));
    }

    @Test
    void a_late_event_is_reordered_and_not_lost() {
        one(0, 1, 2, 3, 4);
        one(1, 1, 3, 4, 2);

        assertThat(verifier.faults(4)).isEqualTo(new Faults(0, 0, 1));
    }

    @Test
    void faults_are_found_after_the_window_has_wrapped() {
        for (int i = 1; i <= 5_000; i++) {
            both(i);
        }
        one(0, 5_001, 5_002, 5_003);
        one(1, 5_001, 5_003);

        assertThat(verifier.faults(5_003)).isEqualTo(new Faults(1, 0, 0));
    }

    private void both(int... sequences) {
        one(0, sequences);
        one(1, sequences);
    }

    private void one(int socket, int... sequences) {
        for (int sequence : sequences) {
            verifier.receive(socket, sequence);
        }
    }
}
