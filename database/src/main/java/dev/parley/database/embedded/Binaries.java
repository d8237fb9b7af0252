// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.embedded;

import dev.parley.database.file.PrivateFolder;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// The server's programs: packed on the class path, unpacked once for each user.
///
/// They are run only out of a folder that is closed to others, and only as they were unpacked: before
/// each use every file is compared with its checksum.
final class Binaries {
    private static final int NAME_DIGITS = 16;

    private final PrivateFolder cache;

    /// @param cache keeps what is unpacked
    Binaries(PrivateFolder cache) {
        this.cache = cache;
    }

    /// Returns the programs that are on the class path, unpacked and unchanged.
    ///
    /// @throws FileNotFoundException when there are none for this platform
    Programs programs() throws IOException {
        return programs(archive());
    }

    private static synchronized Programs programs(PrivateFolder cache, URL archive, String name)
            throws IOException {
        // other programs of this user may be at it, too
        try (var channel =
                        FileChannel.open(
                                cache.path().resolve("lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            var home = cache.path().resolve(name);
            if (cache.wasOpen() || !isWhole(cache, name)) {
                cache.remove(name);
                unpack(cache, archive, name);
            }
            return new Programs(home);
        }
    }

    private Programs programs(URL archive) throws IOException {
        try (var packed = archive.openStream()) {
            var name = "postgres-" + Checksums.of(packed).substring(0, NAME_DIGITS);
            return programs(cache, archive, name);
        }
    }

    private static boolean isWhole(PrivateFolder cache, String name) throws IOException {
        var home = cache.path().resolve(name);
        var noted = cache.read(sums(name));
        return noted.isPresent()
                && Files.isDirectory(home, LinkOption.NOFOLLOW_LINKS)
                && noted.get().equals(Checksums.ofFolder(home));
    }

    private static void unpack(PrivateFolder cache, URL archive, String name) throws IOException {
        cache.remove(name + ".new");
        var making = cache.folder(name + ".new");
        try (var packed = new BufferedInputStream(archive.openStream())) {
            unpack(packed, making.path());
        }
        cache.write(sums(name), Checksums.ofFolder(making.path()));
        Files.move(making.path(), cache.path().resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void unpack(InputStream packed, Path to) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, to);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path to)
            throws IOException {
        var file = to.resolve(entry.getName()).normalize();
        if (!file.startsWith(to)) {
            throw new IOException("the archive of PostgreSQL names " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, file);
        if ((entry.getMode() & 0100) != 0 && !file.toFile().setExecutable(true)) {
            throw new IOException("cannot make executable: " + file);
        }
    }

    private static String sums(String name) {
        return name + ".sha256";
    }

    /// Finds the archive; of several on a class path that names the same jar twice, the first.
    private static URL archive() throws IOException {
        var mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
        var name =
                "/postgres-%s-%s.txz"
                        .formatted(
                                mac ? "darwin" : "linux",
                                architecture(System.getProperty("os.arch")));
        var found = Binaries.class.getResource(name);
        if (found == null) {
            throw new FileNotFoundException(name + " is not on the class path");
        }
        return found;
    }

    private static String architecture(String machine) {
        return switch (machine) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> machine;
        };
    }
}
