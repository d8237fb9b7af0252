// SPDX-License-Identifier: Apache-2.0
package dev.parley.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One file of `supabase/migrations`.
///
/// @param version the digits its file name starts with, a UTC time; versions compare as text
/// @param name the rest of the file name, without `.sql`
/// @param sql the whole file
record Migration(String version, String name, String sql) {
    /// Where the build puts `supabase/` on the class path.
    private static final String ROOT = "/supabase";

    /// The pattern of the Supabase CLI; it skips other names, and so do we.
    private static final Pattern FILE = Pattern.compile("^([0-9]+)_(.*)\\.sql$");

    /// The first file that makes something; the one before it only checks the tables of an app.
    private static final String FIRST_OF_SCHEMA = "20261201000150";

    /// The first file that depends on the tables of an app.
    private static final String FIRST_OF_TABLES = "20261201000200";

    /// Returns whether it makes a part of our schema.
    boolean makesSchema() {
        return version.compareTo(FIRST_OF_SCHEMA) >= 0;
    }

    /// Returns whether it may touch the tables of an app.
    boolean widensTables() {
        return version.compareTo(FIRST_OF_TABLES) >= 0;
    }

    /// Returns the file's name.
    String file() {
        return version + "_" + name + ".sql";
    }

    /// Returns the migrations that this program carries, in order.
    static List<Migration> bundled() {
        return read("/migrations", Migration::allIn);
    }

    /// Returns the text of `seed.sql`.
    static String seed() {
        return read("/seed.sql", Migration::text);
    }

    private static <T> T read(String resource, Reader<T> reader) {
        try {
            var uri =
                    Objects.requireNonNull(Migration.class.getResource(ROOT + resource), resource)
                            .toURI();
            if (!"jar".equals(uri.getScheme())) {
                return reader.read(Path.of(uri));
            }
            try (var jar = open(uri)) {
                return reader.read(jar.getPath(ROOT + resource));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the bundled " + ROOT + resource, e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class path address is always a URI", e);
        }
    }

    private static FileSystem open(URI entry) throws IOException {
        return FileSystems.newFileSystem(entry, Map.of());
    }

    private static List<Migration> allIn(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(Migration::ofFile)
                    .filter(Objects::nonNull)
                    .sorted(Comparator.comparing(Migration::version))
                    .toList();
        }
    }

    private static @Nullable Migration ofFile(Path file) {
        Matcher matcher = FILE.matcher(Objects.requireNonNull(file.getFileName()).toString());
        try {
            return matcher.matches()
                    ? new Migration(matcher.group(1), matcher.group(2), text(file))
                    : null;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file);
    }

    /// Reads something from a path.
    @FunctionalInterface
    private interface Reader<T> {
        T read(Path path) throws IOException;
    }
}
