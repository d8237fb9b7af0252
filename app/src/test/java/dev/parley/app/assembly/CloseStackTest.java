// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CloseStackTest {
    private final List<String> closed = new ArrayList<>();
    private final CloseStack stack = new CloseStack();

    @Test
    void the_last_opened_is_closed_first() throws Exception {
        open("database", false);
        open("worker", false);

        stack.close();

        assertThat(closed).containsExactly("worker", "database");
    }

    @Test
    void one_that_fails_to_close_does_not_keep_the_others_open() throws Exception {
        open("database", true);
        open("gateway", false);
        open("worker", true);

        var failure = catchThrowable(stack::close);

        assertThat(closed).containsExactly("worker", "gateway", "database");
        assertThat(failure.getCause()).hasMessage("worker");
        assertThat(failure.getSuppressed())
                .singleElement()
                .extracting("message")
                .isEqualTo("database");
    }

    @Test
    void closing_twice_closes_once() throws Exception {
        open("database", false);

        stack.close();
        stack.close();

        assertThat(closed).containsExactly("database");
    }

    @Test
    void nothing_opens_after_the_close() {
        stack.close();

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> open("worker", false))
                .withMessage("stopped while starting");
        assertThat(closed).isEmpty();
    }

    private void open(String name, boolean fails) throws Exception {
        stack.<AutoCloseable>open(() ->
                () -> {
                    closed.add(name);
                    if (fails) {
                        throw new IOException(name);
                    }
                });
    }
}
