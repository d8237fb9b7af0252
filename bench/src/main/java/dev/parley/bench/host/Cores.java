// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which core servers and generator run on: they must not take turns on one.
public final class Cores {
    private static final String SERVER_CORE = "0";
    private static final List<Path> TASKSET =
            List.of(Path.of("/usr/bin/taskset"), Path.of("/bin/taskset"));

    private Cores() {}

    /// Returns the command that runs `command` on the servers' core.
    public static List<String> onServerCore(List<String> command) {
        if (taskset().isEmpty()) {
            return command;
        }
        var pinned = new ArrayList<>(List.of(taskset().get().toString(), "-c", SERVER_CORE));
        pinned.addAll(command);
        return pinned;
    }

    /// Returns what is not as it should be, for the report: empty when servers and generator have a core each.
    public static Optional<String> problem() {
        if (taskset().isEmpty()) {
            return Optional.of(
                    "taskset is missing, so server and generator are not kept apart; install util-linux "
                            + "(on Debian: apt-get install util-linux)");
        }
        var allowed = allowed();
        if (allowed.contains(SERVER_CORE) || allowed.contains("-") || allowed.contains(",")) {
            return Optional.of(
                    "the generator runs on cores "
                            + allowed
                            + ", not on one other than core "
                            + SERVER_CORE
                            + "; start it with ./parley bench on a machine with two cores");
        }
        return Optional.empty();
    }

    private static String allowed() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "unknown to " + e.getMessage();
        }
    }

    private static Optional<Path> taskset() {
        return TASKSET.stream().filter(Files::isExecutable).findFirst();
    }
}
