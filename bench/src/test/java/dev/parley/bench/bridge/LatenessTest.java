// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenessTest {
    private static final long MILLI = 1_000_000;
    private static final double PRECISION = 0.01 * MILLI;

    private final MessageTimes times = new MessageTimes(2);
    private final ReceivedMessages received = new ReceivedMessages(2, 1);

    @Test
    void lateness_counts_from_the_commit_and_from_the_insert() {
        write(0, 10, 13);
        write(1, 20, 22);
        received.received(1, 18 * MILLI);
        received.received(2, 27 * MILLI);

        var lateness = Lateness.of(times, received, 0);

        assertThat((double) lateness.sinceCommit().getMaxValue())
                .isCloseTo(5 * MILLI, within(PRECISION));
        assertThat((double) lateness.sinceInsert().getMaxValue())
                .isCloseTo(8 * MILLI, within(PRECISION));
    }

    @Test
    void what_comes_before_the_answer_to_commit_is_not_late() {
        write(0, 10, 13);
        write(1, 20, 22);
        received.received(1, 12 * MILLI);
        received.received(2, 21 * MILLI);

        var lateness = Lateness.of(times, received, 0);

        assertThat(lateness.sinceCommit().getMaxValue()).isZero();
    }

    @Test
    void what_came_before_does_not_count() {
        write(0, 10, 13);
        write(1, 20, 22);
        received.received(1, 99 * MILLI);
        received.received(2, 23 * MILLI);

        var lateness = Lateness.of(times, received, 1);

        assertThat(lateness.sinceCommit().getTotalCount()).isOne();
    }

    private void write(int message, long sent, long committed) {
        times.sent(message, sent * MILLI);
        times.committed(message, committed * MILLI);
    }
}
