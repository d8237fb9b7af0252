// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A server running as a child process, until it is closed.
public final class Child implements AutoCloseable {
    private static final Duration STARTING = Duration.ofSeconds(60);
    private static final Duration STOPPING = Duration.ofSeconds(5);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
    private static final int LOG_LINES = 15;
    private static final List<String> INHERITED = List.of("PATH", "HOME", "JAVA_HOME");

    private final String name;
    private final Process process;
    private final Path log;

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /// Starts a server on the servers' core and waits until it accepts connections.
    ///
    /// @param name for messages
    /// @param environment its variables; of this process's only PATH, HOME and JAVA_HOME are passed on
    /// @param log takes what it prints
    /// @throws ChildException if it ends, or does not listen within a minute
    public static Child start(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path log,
            InetSocketAddress address)
            throws InterruptedException {
        return startAnywhere(name, Cores.onServerCore(command), environment, log, address);
    }

    /// Starts a server on any core and waits until it accepts connections.
    ///
    /// @param name for messages
    /// @param environment its variables; of this process's only PATH, HOME and JAVA_HOME are passed on
    /// @param log takes what it prints
    /// @throws ChildException if it ends, or does not listen within a minute
    public static Child startAnywhere(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path log,
            InetSocketAddress address)
            throws InterruptedException {
        var builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(environment);
        try {
            var child = new Child(name, builder.start(), log);
            child.awaitListening(address);
            return child;
        } catch (IOException e) {
            throw new ChildException(name + " cannot be started: " + e.getMessage());
        }
    }

    /// Returns the server's processes.
    public ProcessTree tree() {
        return new ProcessTree(process.toHandle());
    }

    /// Throws if the server has ended.
    ///
    /// @throws ChildException with the end of its log
    public void check() {
        if (!process.isAlive()) {
            throw new ChildException(name + " ended with code " + process.exitValue() + endOfLog());
        }
    }

    /// Ends the server and everything it started.
    @Override
    public void close() {
        var all = process.toHandle().descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(STOPPING.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(STOPPING.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private void awaitListening(InetSocketAddress address) throws InterruptedException {
        long deadline = System.nanoTime() + STARTING.toNanos();
        while (!isListening(address)) {
            if (process.waitFor(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS)) {
                check();
            }
            if (System.nanoTime() > deadline) {
                close();
                throw new ChildException(
                        name
                                + " did not listen on "
                                + address
                                + " within "
                                + STARTING.toSeconds()
                                + " s"
                                + endOfLog());
            }
        }
    }

    private static boolean isListening(InetSocketAddress address) {
        try (var socket = new Socket()) {
            socket.connect(address, Math.toIntExact(BETWEEN_TRIES.toMillis()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String endOfLog() {
        try {
            var lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            var end = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
            return "; the end of its log:\n    " + String.join("\n    ", end);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log of " + name, e);
        }
    }
}
