// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.node;

import dev.parley.app.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line of a process, with the options the launcher `parley` gives it: the built jar with its
/// cache, where the property `parley.jar` names one, as operators start it; else the classes of this test
/// run, for which there is no cache.
final class Launch {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private Launch() {}

    /// @param out where standard output is appended
    /// @param log where standard error is appended
    static ProcessBuilder of(NodePlan plan, Path out, Path log) {
        var command = new ArrayList<>(plan.prefix());
        command.add(JAVA.toString());
        command.addAll(launcherOptions(plan.command()));
        command.addAll(plan.javaOptions());
        command.addAll(program());
        command.add(plan.command());
        var builder =
                new ProcessBuilder(command)
                        .redirectOutput(Redirect.appendTo(out.toFile()))
                        .redirectError(Redirect.appendTo(log.toFile()));
        var environment = builder.environment();
        environment.keySet().retainAll(List.of("PATH", "HOME", "LANG", "TZ"));
        environment.putAll(plan.environment());
        return builder;
    }

    private static List<String> launcherOptions(String command) {
        try {
            var script = Path.of(System.getProperty("parley.home"), "bin", "java-options");
            var asked = new ProcessBuilder(script.toString(), command).start();
            var options =
                    new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .strip();
            if (asked.waitFor() != 0) {
                throw new IllegalStateException(script + " failed");
            }
            return List.of(options.split("\\s+"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> program() {
        var jar = System.getProperty("parley.jar", "");
        if (jar.isEmpty()) {
            return List.of(
                    "--enable-native-access=ALL-UNNAMED", "-cp", classPath(), Main.class.getName());
        }
        var cache = Path.of(jar).resolveSibling("parley.aot");
        return Files.exists(cache)
                ? List.of("-XX:AOTCache=" + cache, "-jar", jar)
                : List.of("-jar", jar);
    }

    /// Surefire starts its own process from a jar that only names the others.
    private static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
