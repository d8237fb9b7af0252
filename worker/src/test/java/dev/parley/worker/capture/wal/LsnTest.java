// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LsnTest {
    @ParameterizedTest
    @ValueSource(strings = {"0/0", "16/B374D848", "FFFFFFFF/FFFFFFFF", "1/A"})
    void a_position_is_printed_as_it_was_read(String text) {
        assertThat(Lsn.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "16",
                "16/",
                "/B3",
                "16/B374D848 ",
                " 1/2",
                "-1/2",
                "1/2/3",
                "123456789/0",
                "0/G",
                "+1/2"
            })
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> Lsn.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void positions_are_ordered_as_unsigned_numbers() {
        var early = Lsn.parse("7FFFFFFF/FFFFFFFF");
        var late = Lsn.parse("80000000/0");

        assertThat(early).isLessThan(late);
        assertThat(Lsn.max(late, early)).isEqualTo(late);
        assertThat(late.bytesSince(early)).isEqualTo(1);
        assertThat(early.bytesSince(late)).isZero();
    }
}
