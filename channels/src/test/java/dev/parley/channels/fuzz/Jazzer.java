// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The fuzzer, [Jazzer](https://github.com/CodeIntelligenceTesting/jazzer), in a process of its own.
final class Jazzer {
    private static final Pattern RUNS = Pattern.compile("Done (\\d+) runs");
    private static final Pattern COVERAGE = Pattern.compile("cov: (\\d+) ft: (\\d+) corp: (\\d+)");
    private static final String INSTRUMENTED =
            "dev.parley.protocol.**:dev.parley.channels.**:"
                    + "io.netty.handler.codec.http.**:com.fasterxml.jackson.core.json.**";

    /// What a run came to.
    ///
    /// @param finding what was found, empty for nothing
    /// @param summary executions and coverage
    record Outcome(String finding, String summary) {}

    private Jazzer() {}

    /// Looks for inputs that do harm, beginning with those that are kept.
    ///
    /// @param seconds how long
    /// @param folder where new inputs, findings and the log go
    static Outcome run(Targets target, int seconds, Path folder)
            throws IOException, InterruptedException {
        var found = Files.createDirectories(folder.resolve("corpus"));
        var log = folder.resolve("jazzer.log");
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx1g",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dlogback.configurationFile=fuzz-logback.xml",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "com.code_intelligence.jazzer.Jazzer",
                                "--target_class=" + target.className(),
                                "--instrumentation_includes=" + INSTRUMENTED,
                                "--custom_hook_includes=dev.parley.**",
                                "--reproducer_path=" + folder,
                                "-artifact_prefix=" + folder + "/",
                                "-max_total_time=" + seconds,
                                "-timeout=30",
                                "-rss_limit_mb=3072",
                                "-max_len=4096",
                                "-print_final_stats=1",
                                found.toString(),
                                target.corpus().toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            if (!process.waitFor(seconds + 120L, TimeUnit.SECONDS)) {
                return new Outcome("Jazzer did not end; see " + log, "");
            }
        } finally {
            process.destroyForcibly();
        }
        var text = Files.readString(log);
        return new Outcome(process.exitValue() == 0 ? "" : finding(text, log), summary(text));
    }

    private static String finding(String text, Path log) {
        int at = text.indexOf("\n== ");
        var rest = at < 0 ? "" : text.substring(at, Math.min(text.length(), at + 2_000));
        return rest + "\nsee " + log;
    }

    private static String summary(String text) {
        var runs = RUNS.matcher(text).results().map(match -> match.group(1)).toList();
        var covered = COVERAGE.matcher(text).results().map(match -> match.group()).toList();
        return (runs.isEmpty() ? "?" : runs.getLast()) + " executions, " + last(covered);
    }

    private static String last(List<String> lines) {
        return lines.isEmpty() ? "no coverage" : lines.getLast();
    }
}
