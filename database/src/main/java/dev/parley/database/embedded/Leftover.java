// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// What is left of a server when it, or the program which started it, was ended by force.
final class Leftover {
    private static final Path PROCESSES = Path.of("/proc");

    /// The file in which a server notes its process; PostgreSQL takes it for running while that lives.
    private static final String NOTE = "postmaster.pid";

    private static final Duration POLL = Duration.ofMillis(20);

    private Leftover() {}

    /// The ways of a server to stop, by PostgreSQL's names.
    private enum Shutdown {
        /// Ends its sessions, where a smart one waits for them, and writes everything to its files.
        FAST("-INT"),
        /// Leaves the files as they are after a crash.
        IMMEDIATE("-QUIT");

        private final String signal;

        Shutdown(String signal) {
            this.signal = signal;
        }
    }

    /// Stops the server that runs on a folder, if there is one, and clears what one that was killed left
    /// there; what was committed stays.
    ///
    /// @throws IOException when a process does not stop in time
    static void stop(Path data, Duration patience) throws IOException {
        stop(data, patience, Shutdown.FAST);
    }

    /// Stops the server as [#stop(Path, Duration)] does, without the work of keeping what is thrown away next: of many
    /// databases that may take a minute.
    ///
    /// @throws IOException when a process does not stop in time
    static void discard(Path data, Duration patience) throws IOException {
        stop(data, patience, Shutdown.IMMEDIATE);
    }

    private static void stop(Path data, Duration patience, Shutdown way) throws IOException {
        var found = find(data);
        if (found.isPresent()) {
            askToStop(found.get(), way);
            await(found.get(), data, patience);
        }
        var note = data.resolve(NOTE);
        if (Files.exists(note) && Files.isDirectory(PROCESSES)) {
            endSessions(data.toRealPath(), patience);
            Files.deleteIfExists(note);
        }
    }

    /// Ends the sessions that outlived their server. One that is busy would go on until its query ends, and
    /// no server starts until then.
    private static void endSessions(Path data, Duration patience) throws IOException {
        var sessions =
                ProcessHandle.allProcesses()
                        .filter(process -> isPostgres(process.info()) && worksIn(process, data))
                        .toList();
        sessions.forEach(ProcessHandle::destroyForcibly);
        for (var session : sessions) {
            await(session, data, patience);
        }
    }

    /// Waits until a process has ended, were it only that its parent has not looked yet, which in a
    /// container may be never.
    private static void await(ProcessHandle process, Path data, Duration patience)
            throws IOException {
        var end = System.nanoTime() + patience.toNanos();
        while (process.isAlive() && process.info().command().isPresent()) {
            if (System.nanoTime() - end >= 0) {
                throw new IOException(
                        "a PostgreSQL server (pid %d) still runs on %s and does not stop: stop it and start again"
                                .formatted(process.pid(), data));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /// Every process of a server works in its folder; one that only waits for its parent shows none.
    private static boolean worksIn(ProcessHandle process, Path data) {
        try {
            var folder = PROCESSES.resolve(Long.toString(process.pid())).resolve("cwd");
            return Files.readSymbolicLink(folder).equals(data);
        } catch (IOException _) {
            return false; // it has ended, or is another user's
        }
    }

    private static void askToStop(ProcessHandle server, Shutdown way) throws IOException {
        if (server.supportsNormalTermination() && Files.isExecutable(Path.of("/bin/kill"))) {
            new ProcessBuilder("/bin/kill", way.signal, Long.toString(server.pid())).start();
        } else {
            server.destroy();
        }
    }

    /// A pid may have gone to another process since; a PostgreSQL that names our folder is ours.
    static Optional<ProcessHandle> find(Path data) throws IOException {
        var note = data.resolve(NOTE);
        if (!Files.exists(note)) {
            return Optional.empty();
        }
        var lines = Files.readAllLines(note);
        if (lines.isEmpty() || !lines.getFirst().strip().matches("[1-9][0-9]{0,17}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .filter(process -> runsOn(process.info(), data));
    }

    private static boolean runsOn(ProcessHandle.Info process, Path data) {
        var folder = data.toAbsolutePath().toString();
        return isPostgres(process)
                && process.arguments().map(all -> Arrays.asList(all).contains(folder)).orElse(true);
    }

    private static boolean isPostgres(ProcessHandle.Info process) {
        var command = process.command().orElse("");
        return command.endsWith("postgres") || command.endsWith("postgres.exe");
    }
}
