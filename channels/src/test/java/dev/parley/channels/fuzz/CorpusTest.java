// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Runs the kept inputs of every fuzz target.
class CorpusTest {
    /// Longer than any input takes on a busy machine, loading the classes included: an input that never ends.
    private static final Duration FOREVER = Duration.ofMinutes(1);

    @ParameterizedTest
    @EnumSource(Targets.class)
    void every_kept_input_does_no_harm(Targets target) throws IOException {
        var inputs = files(target.corpus());

        assertThat(inputs).isNotEmpty();
        for (var input : inputs) {
            var bytes = Files.readAllBytes(input);
            assertTimeoutPreemptively(
                    FOREVER,
                    () -> run(target, input, bytes),
                    () -> target + " does not end on " + input.getFileName());
        }
    }

    private static void run(Targets target, Path input, byte[] bytes) {
        try {
            target.run(bytes);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(target + " fails on " + input.getFileName(), e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
