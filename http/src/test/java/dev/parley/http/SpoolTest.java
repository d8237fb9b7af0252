// SPDX-License-Identifier: Apache-2.0
package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpoolTest {
    private static final Path FOLDER = Path.of("target");

    private final SpoolSpace space = new SpoolSpace(1 << 20, 4 << 20, FOLDER);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 200_000, 300_000, 3_000_000})
    void what_was_written_is_read_and_then_gone(int length) throws IOException {
        var text = "0123456789".repeat(length / 10 + 1).substring(0, length);
        var spool = new Spool(space, null);
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
        try (var spool = new Spool(space, null)) {
            spool.write(new byte[2_000_000]);

            assertThat(space.memoryBytes()).isZero();
            assertThat(space.diskBytes()).isEqualTo(2_000_000);
        }
        assertThat(space.diskBytes()).isZero();
    }

    @Test
    void short_answers_lie_on_disk_when_memory_is_full() throws IOException {
        var narrow = new SpoolSpace(100, 1_000, FOLDER);
        try (var first = new Spool(narrow, null);
                var second = new Spool(narrow, null)) {
            first.write(new byte[80]);
            second.write(new byte[80]);

            assertThat(narrow.memoryBytes()).isEqualTo(80);
            assertThat(narrow.diskBytes()).isEqualTo(80);
        }
    }

    @Test
    void what_has_no_space_is_refused_and_leaves_nothing() throws IOException {
        try (var spool = new Spool(space, null)) {
            spool.write(new byte[3 << 20]);

            assertThatThrownBy(() -> spool.write(new byte[2 << 20]))
                    .isInstanceOf(RequestRefusedException.class);
        }
        assertThat(space.diskBytes()).isZero();
    }

    @Test
    void one_client_takes_a_quarter_and_leaves_the_rest_to_others() throws IOException {
        try (var greedy = new Spool(space, "198.51.100.7");
                var other = new Spool(space, "203.0.113.9")) {
            greedy.write(new byte[1 << 20]);

            assertThatThrownBy(() -> greedy.write(new byte[1]))
                    .isInstanceOf(RequestRefusedException.class);
            other.write(new byte[1 << 20]);

            assertThat(space.diskBytes()).isEqualTo(2 << 20);
        }
        assertThat(space.diskBytes()).isZero();
    }

    @Test
    void a_folder_that_takes_no_file_costs_no_space() throws IOException {
        var homeless = new SpoolSpace(100, 1_000, FOLDER.resolve("not-made"));
        try (var spool = new Spool(homeless, null)) {
            spool.write(new byte[80]);

            assertThatThrownBy(() -> spool.write(new byte[80])).isInstanceOf(IOException.class);
        }
        assertThat(homeless.memoryBytes()).isZero();
        assertThat(homeless.diskBytes()).isZero();
    }
}
