// SPDX-License-Identifier: Apache-2.0
package dev.parley.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProgramProcessTest {
    /// Nothing can listen on port 0.
    private static final URI NOWHERE = URI.create("http://127.0.0.1:0/ready");

    @Test
    void a_program_that_ends_before_it_is_ready_is_reported_with_its_exit_code() throws Exception {
        var program = ProgramProcess.start(List.of("sh", "-c", "exit 7"), Map.of());

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> program.awaitReady(NOWHERE))
                .withMessage("the program ended with 7 before it was ready");
    }

    @Test
    void stopping_waits_for_what_the_program_does_on_a_signal(@TempDir Path folder)
            throws Exception {
        var script =
                "trap 'echo done >\"$FOLDER/done\"; exit' TERM; >\"$FOLDER/on\"; while :; do sleep 0.1; done";
        var program =
                ProgramProcess.start(
                        List.of("sh", "-c", script), Map.of("FOLDER", folder.toString()));
        Awaitility.await().until(() -> folder.resolve("on").toFile().exists());

        program.stop();

        assertThat(folder.resolve("done")).hasContent("done");
    }
}
