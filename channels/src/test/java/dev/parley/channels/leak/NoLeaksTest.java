// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.leak;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NoLeaksTest {
    private final NoLeaks guard = new NoLeaks();

    @Test
    void a_reported_leak_is_a_failure() {
        guard.begin();

        guard.note("something else");
        guard.note("LEAK: ByteBuf.release() was not called");

        assertThatThrownBy(guard::end)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ByteBuf.release() was not called");
    }

    @Test
    void without_a_report_all_is_well() {
        guard.begin();

        assertThatCode(guard::end).doesNotThrowAnyException();
    }
}
