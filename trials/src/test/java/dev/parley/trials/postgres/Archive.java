// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.StreamSupport;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// The binaries of one version, packed as Zonky packs them: a `.txz` in a jar for one platform.
///
/// @param jar the jar
record Archive(Path jar) {
    private static final Path FOLDER = Path.of("target", "postgres");

    /// Returns the one that the build has put into `target/postgres`; of several, the last in order.
    static Archive ofMajor(int major) {
        try (var jars = Files.newDirectoryStream(FOLDER, "postgres-" + major + ".*.jar")) {
            return StreamSupport.stream(jars.spliterator(), false)
                    .max(Comparator.naturalOrder())
                    .map(jar -> new Archive(jar.toAbsolutePath()))
                    .orElseThrow(() -> new NoSuchFileException(FOLDER + "/postgres-" + major));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "PostgreSQL %d is missing: build with Maven once".formatted(major), e);
        }
    }

    /// Returns the one on the class path that is for this platform.
    static Archive onClassPath() {
        var entry = Objects.requireNonNull(Archive.class.getResource("/" + entry()), entry());
        var text = entry.toString();
        return new Archive(Path.of(URI.create(text.substring("jar:".length(), text.indexOf('!')))));
    }

    /// Returns the folder with what is in it. It is kept for later runs, and only ever seen whole.
    Path unpacked() {
        try {
            var name = Objects.requireNonNull(jar.getFileName()).toString().replace(".jar", "");
            var home = FOLDER.resolve(name).toAbsolutePath();
            if (Files.isDirectory(home)) {
                return home;
            }
            Files.createDirectories(FOLDER);
            var making = Files.createTempDirectory(FOLDER.toAbsolutePath(), "unpacking");
            unpack(making);
            publish(making, home);
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack " + jar, e);
        }
    }

    private static void publish(Path making, Path home) throws IOException {
        try {
            Files.move(making, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            Folders.delete(making); // another run was faster: its copy is as good
        }
    }

    private void unpack(Path to) throws IOException {
        try (var zip = new ZipFile(jar.toFile());
                var packed = open(zip);
                var tar = new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var file = to.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                    continue;
                }
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, file);
                    if ((entry.getMode() & 0100) != 0 && !file.toFile().setExecutable(true)) {
                        throw new IOException("cannot make executable: " + file);
                    }
                }
            }
        }
    }

    private static InputStream open(ZipFile zip) throws IOException {
        var entry = Objects.requireNonNull(zip.getEntry(entry()), entry());
        return new BufferedInputStream(zip.getInputStream(entry));
    }

    /// The names that Zonky uses for platforms.
    private static String entry() {
        var system = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
        var arm = System.getProperty("os.arch").equals("aarch64");
        return "postgres-%s-%s.txz"
                .formatted(system ? "darwin" : "linux", arm ? "arm_64" : "x86_64");
    }
}
