// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Looks for inputs that do harm, `PARLEY_FUZZ_SECONDS` (600) a target. Part of
/// `./parley test --all`. What it finds stays in `target/fuzz`.
class FuzzSuite {
    private static final String DEFAULT_SECONDS = "600";

    @ParameterizedTest
    @EnumSource(Targets.class)
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void no_input_does_harm(Targets target) throws IOException, InterruptedException {
        var given = System.getenv("PARLEY_FUZZ_SECONDS");
        int seconds = Integer.parseInt(given == null ? DEFAULT_SECONDS : given);
        var folder = Files.createDirectories(Path.of("target/fuzz", target.toString()));

        var outcome = Jazzer.run(target, seconds, folder.toAbsolutePath());

        Figures.print("fuzz " + target, outcome.summary());
        assertThat(outcome.finding()).as("%s: %s", target, outcome.summary()).isEmpty();
    }
}
