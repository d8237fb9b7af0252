// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// The programs of one version: a server as a child of this process, and the program that makes its folder.
///
/// PostgreSQL refuses to run as root. Where we are root it runs in a user namespace of its own, in which
/// it is nobody and still owns its files.
///
/// @param home the folder that holds `bin`
record Server(Path home) {
    private static final int PATIENCE_SECONDS = 60;

    /// Makes a data folder whose superuser is `supabase_admin` and needs no password.
    void makeFolder(Path data) throws IOException {
        var log = Files.createTempFile("initdb", ".log");
        var process =
                start(
                        log.toFile(),
                        "initdb",
                        List.of(
                                "-A",
                                "trust",
                                "-U",
                                "supabase_admin",
                                "-E",
                                "UTF-8",
                                "--locale=C",
                                "--no-sync",
                                "-D",
                                data.toString()));
        if (await(process) != 0) {
            throw new IOException("initdb failed: " + Files.readString(log));
        }
        Files.delete(log);
    }

    /// Starts a server; returns before it takes connections.
    Process run(Path data, Path log, int port) throws IOException {
        return start(
                log.toFile(),
                "postgres",
                List.of("-D", data.toString(), "-p", Integer.toString(port)));
    }

    /// Sends a signal, and returns the exit code once the process has ended.
    static int end(Process process, String signal) throws IOException {
        await(
                new ProcessBuilder("/bin/kill", "-" + signal, Long.toString(process.pid()))
                        .redirectErrorStream(true)
                        .start());
        return await(process);
    }

    private Process start(File log, String program, List<String> arguments) throws IOException {
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    private static int await(Process process) throws IOException {
        try {
            return process.onExit()
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join()
                    .exitValue();
        } catch (CompletionException e) {
            throw new IOException("process " + process.pid() + " does not end", e);
        }
    }
}
