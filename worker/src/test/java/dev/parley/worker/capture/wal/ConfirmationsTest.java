// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.worker.capture.Acknowledgement;
import org.junit.jupiter.api.Test;

final class ConfirmationsTest {
    private final Confirmations confirmations = new Confirmations();

    @Test
    void a_transaction_is_confirmed_when_all_its_changes_are_safe() {
        var acknowledgement = transaction(100);
        acknowledgement.hold();
        acknowledgement.release();
        assertThat(confirmable(500)).isEqualTo(Lsn.ZERO);

        acknowledgement.release();

        assertThat(confirmable(100)).isEqualTo(new Lsn(100));
    }

    @Test
    void nothing_is_confirmed_past_a_transaction_that_is_not_safe() {
        transaction(100).release();
        var held = transaction(200);
        transaction(300).release();

        assertThat(confirmable(900)).isEqualTo(new Lsn(100));
        held.release();
        assertThat(confirmable(300)).isEqualTo(new Lsn(300));
    }

    @Test
    void settled_transactions_behind_an_unsettled_one_take_no_memory() {
        var held = transaction(100);
        for (var end = 200; end <= 100_000; end += 100) {
            confirmations.begin();
            confirmations.complete(new Acknowledgement(), new Lsn(end));
        }

        assertThat(confirmations.waiting()).isEqualTo(1);
        assertThat(confirmable(900)).isEqualTo(Lsn.ZERO);
        held.release();
        assertThat(confirmable(900)).isEqualTo(new Lsn(100_000));
    }

    @Test
    void an_idle_stream_confirms_what_the_server_has_sent() {
        assertThat(confirmable(700)).isEqualTo(new Lsn(700));
    }

    @Test
    void a_transaction_still_arriving_holds_back_what_the_server_has_sent() {
        confirmations.begin();

        assertThat(confirmable(700)).isEqualTo(Lsn.ZERO);
    }

    @Test
    void the_position_never_goes_back() {
        confirmable(700);

        assertThat(confirmable(300)).isEqualTo(new Lsn(700));
    }

    @Test
    void a_receipt_released_too_often_is_a_defect() {
        var acknowledgement = new Acknowledgement();
        acknowledgement.release();

        assertThatThrownBy(acknowledgement::release).isInstanceOf(IllegalStateException.class);
    }

    private Lsn confirmable(long received) {
        return confirmations.confirmable(new Lsn(received));
    }

    private Acknowledgement transaction(long end) {
        var acknowledgement = new Acknowledgement();
        confirmations.begin();
        acknowledgement.hold();
        confirmations.complete(acknowledgement, new Lsn(end));
        return acknowledgement;
    }
}
