// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.autobahn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The fuzzing client of the [Autobahn test suite](https://github.com/crossbario/autobahn-testsuite),
/// which is Python: it runs on Jython in a process of its own.
final class Autobahn {
    private static final String AGENT = "parley";

    /// What the test suite thinks of one case.
    ///
    /// @param id such as `1.1.1`
    /// @param behavior how messages were answered: `OK`, `NON-STRICT`, `INFORMATIONAL`, or a failure
    /// @param behaviorClose the same for how the connection ended
    record CaseResult(String id, String behavior, String behaviorClose) {
        boolean isGood() {
            return Stream.of(behavior, behaviorClose)
                    .allMatch(List.of("OK", "NON-STRICT", "INFORMATIONAL")::contains);
        }

        boolean isOk() {
            return behavior.equals("OK") && behaviorClose.equals("OK");
        }
    }

    private Autobahn() {}

    /// Runs cases against an echo server and returns what came of them, in their order.
    ///
    /// @param address such as `ws://127.0.0.1:9001/`
    /// @param folder where the report goes
    /// @param cases patterns such as `1.*`
    /// @param patience how long all of them may take
    static List<CaseResult> run(String address, Path folder, List<String> cases, Duration patience)
            throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx1g",
                                "-Dpython.cachedir.skip=true",
                                "-cp",
                                classPath(),
                                "org.python.util.jython",
                                "-c",
                                script(address, folder, cases))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("client.log").toFile())
                        .start();
        try {
            if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the test suite is not done after " + patience);
            }
        } finally {
            process.destroyForcibly();
        }
        var index = folder.resolve("index.json").toFile();
        if (!index.exists()) {
            throw new AssertionError("no report; see " + folder.resolve("client.log"));
        }
        return results(new ObjectMapper().readTree(index).path(AGENT));
    }

    /// Returns how many cases came to which result, and which were not simply OK.
    static String figures(List<CaseResult> results) {
        var counts =
                results.stream()
                        .collect(
                                Collectors.groupingBy(
                                        result -> result.behavior() + "/" + result.behaviorClose(),
                                        TreeMap::new,
                                        Collectors.counting()));
        var others =
                results.stream()
                        .filter(result -> !result.isOk())
                        .map(CaseResult::toString)
                        .collect(Collectors.joining("\n  "));
        return results.size() + " cases: " + counts + (others.isEmpty() ? "" : "\n  " + others);
    }

    private static List<CaseResult> results(JsonNode report) {
        var results = new ArrayList<CaseResult>();
        report.properties()
                .forEach(entry ->
                        results.add(
                                new CaseResult(
                                        entry.getKey(),
                                        entry.getValue().path("behavior").asText(),
                                        entry.getValue().path("behaviorClose").asText())));
        results.sort(Comparator.comparing(result -> sortable(result.id())));
        return results;
    }

    private static String sortable(String id) {
        return Arrays.stream(id.split("\\.", -1))
                .map(part -> "0".repeat(Math.max(0, 4 - part.length())) + part)
                .collect(Collectors.joining("."));
    }

    private static String script(String address, Path folder, List<String> cases) {
        return """
        from autobahntestsuite import wstest
        wstest.start({'mode': 'fuzzingclient'}, {
            'options': {'failByDrop': False},
            'outdir': '%s',
            'servers': [{'agent': '%s', 'url': '%s', 'options': {'version': 18}}],
            'cases': [%s],
            'exclude-cases': [],
            'exclude-agent-cases': {}})
        """
                .formatted(
                        folder,
                        AGENT,
                        address,
                        cases.stream()
                                .map(pattern -> "'" + pattern + "'")
                                .collect(Collectors.joining(", ")));
    }

    private static String classPath() {
        var path =
                Arrays.stream(
                                System.getProperty("java.class.path", "")
                                        .split(File.pathSeparator, -1))
                        .filter(entry ->
                                entry.contains("jython-standalone")
                                        || entry.contains("autobahntestsuite"))
                        .collect(Collectors.joining(File.pathSeparator));
        if (path.isEmpty()) {
            throw new AssertionError("the test suite is not here: use -P suites");
        }
        return path;
    }
}
