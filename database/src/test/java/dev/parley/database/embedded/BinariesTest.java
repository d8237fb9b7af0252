// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.database.file.PrivateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class BinariesTest {
    @TempDir private Path temporary;

    @Test
    void programs_are_run_only_as_they_were_unpacked() throws IOException {
        var cache = temporary.resolve("cache");
        var programs = new Binaries(PrivateFolder.at(cache)).programs();
        var initdb = programs.home().resolve("bin/initdb");
        var original = Files.size(initdb);
        Files.writeString(initdb, "#!/bin/sh\necho somebody else's\n");
        Files.writeString(programs.home().resolve("lib/more.so"), "somebody else's");

        var again = new Binaries(PrivateFolder.at(cache)).programs();

        assertThat(again).isEqualTo(programs);
        assertThat(initdb).hasSize(original).isExecutable();
        assertThat(programs.home().resolve("lib/more.so")).doesNotExist();
    }

    @Test
    void a_folder_that_others_could_write_to_is_closed_and_filled_anew() throws IOException {
        var cache = temporary.resolve("cache");
        var programs = new Binaries(PrivateFolder.at(cache)).programs();
        var mark = Files.writeString(programs.home().resolve("lib/more.so"), "somebody else's");
        Files.writeString(
                programs.home().resolveSibling(programs.home().getFileName() + ".sha256"),
                Checksums.ofFolder(programs.home()));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));

        var _ = new Binaries(PrivateFolder.at(cache)).programs();

        assertThat(mark).doesNotExist();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
                .isEqualTo("rwx------");
    }
}
