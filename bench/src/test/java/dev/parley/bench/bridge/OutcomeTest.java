package dev.parley.bench.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OutcomeTest {
    private static final long MILLI = 1_000_000;
    private static final double PRECISION = 0.01 * MILLI;

    private final Journal journal = new Journal(2);
    private final Arrivals arrivals = new Arrivals(2, 1);

    @Test
    void lateness_counts_from_the_commit_and_from_the_insert() {
        write(0, 10, 13);
        write(1, 20, 22);
        arrivals.received(1, 18 * MILLI);
        arrivals.received(2, 27 * MILLI);

        var outcome = Outcome.of(journal, arrivals, 0, 30 * MILLI);

        assertThat((double) outcome.sinceCommit().getMaxValue())
                .isCloseTo(5 * MILLI, within(PRECISION));
        assertThat((double) outcome.sinceInsert().getMaxValue())
                .isCloseTo(8 * MILLI, within(PRECISION));
        assertThat(outcome.missing()).isZero();
    }

    @Test
    void what_comes_before_the_answer_to_commit_is_not_late() {
        write(0, 10, 13);
        write(1, 20, 22);
        arrivals.received(1, 12 * MILLI);
        arrivals.received(2, 21 * MILLI);

        var outcome = Outcome.of(journal, arrivals, 0, 30 * MILLI);

        assertThat(outcome.sinceCommit().getMaxValue()).isZero();
    }

    @Test
    void what_has_not_come_is_as_late_as_it_is_old() {
        write(0, 10, 13);
        write(1, 20, 22);
        arrivals.received(1, 14 * MILLI);

        var outcome = Outcome.of(journal, arrivals, 0, 122 * MILLI);

        assertThat(outcome.missing()).isOne();
        assertThat((double) outcome.sinceCommit().getMaxValue())
                .isCloseTo(100 * MILLI, within(100 * PRECISION));
    }

    @Test
    void what_came_before_does_not_count() {
        write(0, 10, 13);
        write(1, 20, 22);
        arrivals.received(1, 99 * MILLI);
        arrivals.received(2, 23 * MILLI);

        var outcome = Outcome.of(journal, arrivals, 1, 122 * MILLI);

        assertThat(outcome.sinceCommit().getTotalCount()).isOne();
    }

    private void write(int message, long sent, long committed) {
        journal.sent(message, sent * MILLI);
        journal.committed(message, committed * MILLI);
    }
}
