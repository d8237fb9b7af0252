package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpoolTest {
    private final SpoolSpace space = new SpoolSpace(1 << 20, 4 << 20);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 200_000, 300_000, 3_000_000})
    void what_was_written_is_read_and_then_gone(int length) throws IOException {
        var text = "0123456789".repeat(length / 10 + 1).substring(0, length);
        var spool = new Spool(space);
        for (var from = 0; from < length; from += 7_000) {
            spool.write(
                    text.substring(from, Math.min(length, from + 7_000))
                            .getBytes(StandardCharsets.UTF_8));
        }

        var body = spool.body();
        spool.close();

        assertThat(body.length()).hasValue(length);
        try (var content = body.open()) {
            assertThat(new String(content.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(text);
        }
        assertThat(space.memoryBytes()).isZero();
        assertThat(space.diskBytes()).isZero();
    }

    @Test
    void a_long_answer_holds_no_memory() throws IOException {
        try (var spool = new Spool(space)) {
            spool.write(new byte[2_000_000]);

            assertThat(space.memoryBytes()).isZero();
            assertThat(space.diskBytes()).isEqualTo(2_000_000);
        }
        assertThat(space.diskBytes()).isZero();
    }

    @Test
    void short_answers_lie_on_disk_when_memory_is_full() throws IOException {
        var narrow = new SpoolSpace(100, 1_000);
        try (var first = new Spool(narrow);
                var second = new Spool(narrow)) {
            first.write(new byte[80]);
            second.write(new byte[80]);

            assertThat(narrow.memoryBytes()).isEqualTo(80);
            assertThat(narrow.diskBytes()).isEqualTo(80);
        }
    }

    @Test
    void what_has_no_space_is_refused_and_leaves_nothing() throws IOException {
        try (var spool = new Spool(space)) {
            spool.write(new byte[3 << 20]);

            assertThatThrownBy(() -> spool.write(new byte[2 << 20]))
                    .isInstanceOf(RequestRefusedException.class);
        }
        assertThat(space.diskBytes()).isZero();
    }
}
