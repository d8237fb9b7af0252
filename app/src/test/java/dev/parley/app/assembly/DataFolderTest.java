// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.app.client.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {
    @TempDir private Path temporary;

    @Test
    void a_missing_folder_is_made() {
        try (var folder = DataFolder.open(temporary.resolve("a/b"))) {
            assertThat(folder.path().resolve("parley-data")).exists();
        }
    }

    @Test
    void nobody_else_may_look_into_it() throws IOException {
        var root = Files.createDirectory(temporary.resolve("data"));
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));

        try (var folder = DataFolder.open(root)) {
            assertThat(Files.getPosixFilePermissions(root))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(Files.getPosixFilePermissions(folder.log()))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX) // where nobody, not even root, makes a folder in /sys
    void a_folder_that_cannot_be_made_is_refused_with_a_sentence() {
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> DataFolder.open(Path.of("/sys/parley")))
                .withMessageStartingWith("cannot use the data folder /sys/parley: ")
                .withMessageEndingWith(
                        ". Give it to the user that runs Parley, or set PARLEY_DATA to a folder of theirs")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("Exception"));
    }

    @Test
    void a_folder_with_other_peoples_files_is_left_alone() throws IOException {
        Files.writeString(temporary.resolve("thesis.txt"), "years of work");

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> DataFolder.open(temporary))
                .withMessage(
                        "%s holds files that are not Parley's: set PARLEY_DATA to a folder of its own",
                        temporary);
        assertThat(temporary).isDirectoryContaining("glob:**/thesis.txt");
    }

    @Test
    void a_file_is_no_folder() throws IOException {
        var file = Files.writeString(temporary.resolve("file"), "");

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> DataFolder.open(file))
                .withMessageEndingWith("is a file: set PARLEY_DATA to a folder");
    }

    @Test
    void emptying_removes_the_data_and_keeps_the_folder_ours() throws IOException {
        var root = temporary.resolve("data");
        try (var folder = DataFolder.open(root)) {
            Files.createDirectories(folder.database().resolve("base"));
            Files.writeString(folder.database().resolve("base/1"), "row");

            folder.empty();

            assertThat(folder.database()).doesNotExist();
        }
        try (var again = DataFolder.open(root)) {
            assertThat(again.path()).isEqualTo(root);
        }
    }

    @Test
    void emptying_does_not_follow_a_link() throws IOException {
        var elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("thesis.txt"), "years of work");
        try (var folder = DataFolder.open(temporary.resolve("data"))) {
            Files.createSymbolicLink(folder.path().resolve("link"), elsewhere);

            folder.empty();

            assertThat(folder.path().resolve("link")).doesNotExist();
            assertThat(elsewhere.resolve("thesis.txt")).exists();
        }
    }

    @Test
    void secrets_are_made_once_for_a_folder_and_outlive_what_is_emptied() throws IOException {
        var root = temporary.resolve("data");

        var made = DataFolder.secrets(root);

        assertThat(DataFolder.secrets(root)).isEqualTo(made);
        assertThat(DataFolder.secrets(temporary.resolve("other"))).isNotEqualTo(made);
        assertThat(Files.getPosixFilePermissions(root.resolve("secrets.properties")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (var folder = DataFolder.open(root)) {
            folder.empty();
        }
        assertThat(DataFolder.knownSecrets(root)).isEqualTo(made);
    }

    @Test
    void spoilt_secrets_are_named_and_not_replaced() throws IOException {
        var root = temporary.resolve("data");
        DataFolder.secrets(root);
        Files.writeString(root.resolve("secrets.properties"), "PUSHER_SECRET=mine\n");

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> DataFolder.secrets(root))
                .withMessageContaining("secrets.properties is not as Parley wrote it");
    }

    @Test
    void what_runs_is_known_while_it_runs_only() {
        var root = temporary.resolve("data");
        assertThat(DataFolder.runningOn(root)).isEmpty();

        try (var folder = DataFolder.open(root)) {
            assertThat(folder.path()).isEqualTo(root);
        }

        assertThat(DataFolder.runningOn(root)).isEmpty();
    }

    @Test
    void the_port_of_a_database_left_behind_is_known() throws IOException {
        try (var folder = DataFolder.open(temporary.resolve("data"))) {
            assertThat(folder.leftoverDatabasePort()).isZero();

            Files.createDirectories(folder.database());
            Files.writeString(
                    folder.database().resolve("postmaster.pid"), "123\n/data\n1700000000\n54322\n");

            assertThat(folder.leftoverDatabasePort()).isEqualTo(54_322);
        }
    }

    @Test
    void the_note_of_the_ports_goes_with_the_lock() {
        var root = temporary.resolve("data");
        try (var folder = DataFolder.open(root)) {
            folder.note(new Ports(1, 2, 3, 4, 5));
            assertThat(root.resolve("running.properties")).exists();
        }

        assertThat(root.resolve("running.properties")).doesNotExist();
    }
}
