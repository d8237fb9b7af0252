// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SharedBudgetTest {
    private final SharedBudget budget = new SharedBudget(10, 4);

    @Test
    void one_holder_has_its_part_and_leaves_the_rest_to_others() {
        assertThat(budget.take(1L, 4)).isTrue();

        assertThat(budget.take(1L, 1)).isFalse();
        assertThat(budget.take(2L, 4)).isTrue();
        assertThat(budget.used()).isEqualTo(8);
    }

    @Test
    void all_together_have_no_more_than_there_is() {
        budget.take(1L, 4);
        budget.take(2L, 4);

        assertThat(budget.take(3L, 3)).isFalse();
        assertThat(budget.take(3L, 2)).isTrue();
        assertThat(budget.take(null, 1)).isFalse();
    }

    @Test
    void what_is_given_back_may_be_taken_again() {
        budget.take(1L, 4);
        budget.take(1L, 4);
        budget.give(1L, 4);

        assertThat(budget.used()).isZero();
        assertThat(budget.take(1L, 4)).isTrue();
    }
}
