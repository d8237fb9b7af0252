// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.node;

import dev.parley.database.DatabaseUrl;
import dev.parley.protocol.AppCredentials;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How a worker process is started.
///
/// @param command `worker`, or `up` for all parts in one process
/// @param environment its variables, all of them
/// @param javaOptions options of the Java VM after the usual ones, such as `-Xmx64m`
/// @param prefix program and arguments that run it, such as `nice -n 19`; usually empty
public record NodePlan(
        String command,
        Map<String, String> environment,
        List<String> javaOptions,
        List<String> prefix) {
    /// Copies the collections.
    public NodePlan {
        environment = Map.copyOf(environment);
        javaOptions = List.copyOf(javaOptions);
        prefix = List.copyOf(prefix);
    }

    /// Returns the plan of a worker between a database and a Pusher server on this machine.
    ///
    /// @param pusherPort where the server takes publishes, without TLS
    public static NodePlan between(
            DatabaseUrl database, String appId, AppCredentials credentials, int pusherPort) {
        return new NodePlan(
                "worker",
                Map.of(
                        "PORT",
                        "0",
                        "DATABASE_URL",
                        database.reveal(),
                        "PUSHER_APP_ID",
                        appId,
                        "PUSHER_KEY",
                        credentials.key(),
                        "PUSHER_SECRET",
                        credentials.secret().reveal(),
                        "PUSHER_HOST",
                        "127.0.0.1",
                        "PUSHER_PORT",
                        Integer.toString(pusherPort),
                        "PUSHER_TLS",
                        "false"),
                List.of(),
                List.of());
    }

    /// Returns the plan of everything in one process, on free ports.
    ///
    /// @param data its data folder
    public static NodePlan everything(Path data) {
        return new NodePlan(
                "up",
                Map.of(
                        "PARLEY_DATA",
                        data.toString(),
                        "PORT",
                        "0",
                        "CHANNELS_PORT",
                        "0",
                        "CHANNELS_ADMIN_PORT",
                        "0",
                        "GATEWAY_PORT",
                        "0",
                        "DATABASE_PORT",
                        "0"),
                List.of(),
                List.of());
    }

    /// Returns this plan with a variable set.
    public NodePlan with(String name, String value) {
        var more = new HashMap<>(environment);
        more.put(name, value);
        return new NodePlan(command, more, javaOptions, prefix);
    }

    /// Returns this plan with more options of the Java VM.
    public NodePlan withJava(String... options) {
        var more = new ArrayList<>(javaOptions);
        more.addAll(List.of(options));
        return new NodePlan(command, environment, more, prefix);
    }

    /// Returns this plan with a limit of files and sockets that are open at a time.
    public NodePlan withOpenFiles(int limit) {
        return runBy("sh", "-c", "ulimit -n %d && exec \"$@\"".formatted(limit), "sh");
    }

    /// Returns this plan run by another program.
    public NodePlan runBy(String... program) {
        return new NodePlan(command, environment, javaOptions, List.of(program));
    }
}
