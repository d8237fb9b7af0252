// SPDX-License-Identifier: Apache-2.0
package dev.parley.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The lists of `docs/architecture.md` that follow data through the classes name what there is.
final class WaysOfDataTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern STEP = Pattern.compile("(?m)^\\d+\\. `([^`]+)` ");
    private static final Pattern CLASS = Pattern.compile("`((?:[A-Z][a-z0-9]+){2,})`");

    @Test
    void there_are_three_ways() throws IOException {
        assertThat(ways()).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void each_step_of_a_way_exists_and_comes_once(String way) throws IOException {
        var steps = names(STEP, way);

        assertThat(steps).hasSizeGreaterThan(10).doesNotHaveDuplicates();
        assertThat(steps.stream().filter(step -> step.contains("/")))
                .allSatisfy(step -> assertThat(ROOT.resolve("react/src").resolve(step)).exists());
        assertThat(classes())
                .containsAll(steps.stream().filter(step -> !step.contains("/")).toList());
    }

    @ParameterizedTest
    @MethodSource("ways")
    void each_class_that_a_way_mentions_exists(String way) throws IOException {
        assertThat(classes()).containsAll(names(CLASS, way));
    }

    /// Returns the text of each way, from its heading to the next.
    private static List<String> ways() throws IOException {
        var page = Files.readString(ROOT.resolve("docs/architecture.md"));
        return Pattern.compile("(?ms)^### .*?(?=^##)")
                .matcher(page)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static List<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }

    private static Set<String> classes() throws IOException {
        try (var modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .flatMap(WaysOfDataTest::sources)
                    .map(file -> file.getFileName().toString().replaceFirst("\\.java$", ""))
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<Path> sources(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
