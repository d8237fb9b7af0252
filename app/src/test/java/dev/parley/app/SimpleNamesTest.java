// SPDX-License-Identifier: Apache-2.0
package dev.parley.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A class is found by its simple name alone. The benchmarks, which the program does not use, are included.
final class SimpleNamesTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> EXCEPTIONS = List.of("Main.java", "package-info.java");

    @Test
    void every_simple_name_is_used_once_in_the_main_sources() throws IOException {
        var places =
                sources()
                        .filter(file -> !EXCEPTIONS.contains(name(file)))
                        .collect(
                                Collectors.groupingBy(
                                        SimpleNamesTest::name, TreeMap::new, Collectors.toList()));

        assertThat(places).hasSizeGreaterThan(100);
        assertThat(places).allSatisfy((_, files) -> assertThat(files).hasSize(1));
    }

    private static Stream<Path> sources() throws IOException {
        try (var modules = Files.list(ROOT)) {
            var files = Stream.<Path>builder();
            for (var module : modules.toList()) {
                var main = module.resolve("src/main/java");
                if (Files.isDirectory(main)) {
                    try (var all = Files.walk(main)) {
                        all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
                    }
                }
            }
            return files.build();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
