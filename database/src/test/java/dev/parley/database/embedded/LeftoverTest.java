package dev.parley.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What is kept of a server that was killed.
@EnabledOnOs(OS.LINUX)
final class LeftoverTest {
    @TempDir private Path data;

    @Test
    void the_note_of_a_killed_server_is_forgotten_once_nothing_of_it_works_in_the_folder()
            throws IOException, InterruptedException {
        var ended = new ProcessBuilder("true").start();
        ended.waitFor();
        var note = Files.writeString(data.resolve("postmaster.pid"), ended.pid() + "\n");
        var session = new ProcessBuilder("sleep", "60").directory(data.toFile()).start();

        Leftover.forget(data);
        var keptForSession = Files.exists(note);
        session.destroyForcibly().waitFor();
        Leftover.forget(data);

        assertThat(keptForSession).isTrue();
        assertThat(note).doesNotExist();
    }
}
