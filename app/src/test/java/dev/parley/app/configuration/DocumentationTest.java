// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The documents say what the sources do.
final class DocumentationTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|");

    /// What an app reads, under names that are sometimes ours.
    private static final Pattern OF_APPS =
            Pattern.compile("(?ms)^## What an app needs$.*?(?=^## )");

    private static final Pattern KEY = Pattern.compile("addKeyValue\\(\\s*\"(\\w+)\"");

    @Test
    void every_variable_is_documented_and_no_other() throws IOException {
        var known = Stream.of(Variable.values()).map(Variable::name).collect(Collectors.toSet());

        var text = Files.readString(ROOT.resolve("docs/configuration.md"));
        var documented = found(ROW, OF_APPS.matcher(text).replaceFirst(""));

        assertThat(documented.stream().filter(name -> name.equals(name.toUpperCase(Locale.ROOT))))
                .containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void every_key_of_the_log_is_documented_and_no_other() throws IOException {
        var used = new TreeSet<String>();
        for (var module :
                new String[] {
                    "protocol", "http", "database", "channels", "worker", "gateway", "app"
                }) {
            try (var files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                    used.addAll(found(KEY, Files.readString(file)));
                }
            }
        }

        assertThat(found(ROW, Files.readString(ROOT.resolve("docs/logging.md"))))
                .containsExactlyInAnyOrderElementsOf(used);
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
