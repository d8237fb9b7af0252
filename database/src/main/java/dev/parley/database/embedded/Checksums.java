// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 of files, and of all that is in a folder.
final class Checksums {
    private Checksums() {}

    /// Returns the sum of a stream, read to its end, in hexadecimal.
    static String of(InputStream bytes) throws IOException {
        var digest = sha256();
        try (var digested = new DigestInputStream(bytes, digest)) {
            digested.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /// Returns a line for each file, in the order of their names, as `sha256sum` writes it; of a link its
    /// target stands in the place of the sum.
    static String ofFolder(Path folder) throws IOException {
        var lines = new StringBuilder();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted().toList()) {
                if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    lines.append(sum(file))
                            .append("  ")
                            .append(folder.relativize(file))
                            .append('\n');
                }
            }
        }
        return lines.toString();
    }

    private static String sum(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            return Files.readSymbolicLink(file).toString();
        }
        try (var bytes = Files.newInputStream(file)) {
            return of(bytes);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
