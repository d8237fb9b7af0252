// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.postgres;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A disk of a fixed size, in memory.
///
/// @param mount where it is
public record SmallDisk(Path mount) implements AutoCloseable {
    /// Skips the test, and says how not to, where nobody may mount disks.
    public static void assumeAllowed() {
        assumeTrue(
                System.getProperty("user.name").equals("root")
                        && Files.isExecutable(Path.of("/bin/mount")),
                "a small disk is mounted as root on Linux: run this test as root");
    }

    /// Mounts an empty one.
    public static SmallDisk mount(int mebibytes) throws IOException {
        var mount = Files.createTempDirectory("parley-disk");
        run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", mount.toString());
        return new SmallDisk(mount);
    }

    /// Returns a folder on it that may be deleted.
    public Path folder() throws IOException {
        return Files.createDirectories(mount.resolve("cluster"));
    }

    /// Returns how much is free.
    public long freeMebibytes() throws IOException {
        return Files.getFileStore(mount).getUsableSpace() >> 20;
    }

    @Override
    public void close() throws IOException {
        run("umount", "--lazy", mount.toString());
        Files.delete(mount);
    }

    private static void run(String... command) throws IOException {
        var process = new ProcessBuilder(command).inheritIO().start();
        var code = process.onExit().join().exitValue();
        if (code != 0) {
            throw new IOException("%s ended with %d".formatted(String.join(" ", command), code));
        }
    }
}
