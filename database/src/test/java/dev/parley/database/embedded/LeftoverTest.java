// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What is left of a server that was killed.
@EnabledOnOs(OS.LINUX)
final class LeftoverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path folder;
    private Path data;
    private Path note;
    private Process session;
    private Process visitor;

    @BeforeEach
    void a_server_is_killed() throws IOException, InterruptedException {
        data = Files.createDirectory(folder.resolve("data"));
        var ended = new ProcessBuilder("true").start();
        ended.waitFor();
        note = Files.writeString(data.resolve("postmaster.pid"), ended.pid() + "\n");
        session = sleep(Files.copy(Path.of("/bin/sleep"), folder.resolve("postgres")));
        visitor = sleep(Path.of("/bin/sleep"));
    }

    @AfterEach
    void end() throws InterruptedException {
        session.destroyForcibly().waitFor();
        visitor.destroyForcibly().waitFor();
    }

    @Test
    void its_sessions_end_and_its_note_goes() throws IOException {
        Leftover.stop(data, PATIENCE);

        assertThat(session.onExit()).succeedsWithin(PATIENCE);
        assertThat(note).doesNotExist();
    }

    @Test
    void another_program_that_works_in_its_folder_goes_on() throws IOException {
        Leftover.stop(data, PATIENCE);

        assertThat(visitor.isAlive()).isTrue();
    }

    private Process sleep(Path program) throws IOException {
        return new ProcessBuilder(program.toString(), "60").directory(data.toFile()).start();
    }
}
