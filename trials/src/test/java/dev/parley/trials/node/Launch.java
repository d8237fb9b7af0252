package dev.parley.trials.node;

import dev.parley.app.Main;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line of a worker: the launcher `parley`, where the property `parley.launcher` names it, as
/// operators start one; else the same options on the classes of this test run, for which there is no cache.
final class Launch {
    private static final List<String> JAVA_OPTIONS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:+UseCompactObjectHeaders",
                    "-XX:-ShrinkHeapInSteps",
                    "-XX:MinHeapFreeRatio=10",
                    "-XX:MaxHeapFreeRatio=20",
                    "--sun-misc-unsafe-memory-access=allow",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Dfile.encoding=UTF-8",
                    "-Dio.netty.leakDetection.level=disabled");

    private Launch() {}

    /// @param out where standard output is appended
    /// @param log where standard error is appended
    static ProcessBuilder of(NodePlan plan, Path out, Path log) {
        var launcher = System.getProperty("parley.launcher", "");
        var command = new ArrayList<>(plan.prefix());
        command.addAll(launcher.isEmpty() ? classes(plan) : List.of(launcher));
        command.add("worker");
        var builder =
                new ProcessBuilder(command)
                        .redirectOutput(Redirect.appendTo(out.toFile()))
                        .redirectError(Redirect.appendTo(log.toFile()));
        var environment = builder.environment();
        environment.keySet().retainAll(List.of("PATH", "HOME", "LANG", "TZ"));
        environment.putAll(plan.environment());
        if (!launcher.isEmpty()) {
            environment.put("JAVA_HOME", System.getProperty("java.home"));
            if (!plan.javaOptions().isEmpty()) {
                environment.put("JAVA_TOOL_OPTIONS", String.join(" ", plan.javaOptions()));
            }
        }
        return builder;
    }

    private static List<String> classes(NodePlan plan) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JAVA_OPTIONS);
        command.addAll(plan.javaOptions());
        command.addAll(List.of("-cp", classPath(), Main.class.getName()));
        return command;
    }

    /// Surefire starts its own process from a jar that only names the others.
    private static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
