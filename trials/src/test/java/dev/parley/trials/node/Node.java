// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.node;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A worker process. Thread-safe; a signal and a restart must not meet.
///
/// What it prints and logs goes to `target/trials/<name>.out` and `.log`, one after the other for all its
/// lives. It ends with the test at the latest.
public final class Node implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(10);
    private static final Pattern READY =
            Pattern.compile("(?:Ready|not ready yet)[^:\\n]*: (http://\\S+)");

    private final String name;
    private final NodePlan plan;
    private final Path out;
    private final Path log;
    private final HttpClient client = HttpClient.newHttpClient();

    @GuardedBy("this")
    private @Nullable Process process;

    /// How much its earlier lives printed, in bytes.
    @GuardedBy("this")
    private int printed;

    private Node(String name, NodePlan plan) {
        this.name = name;
        this.plan = plan;
        var folder = Path.of("target", "trials").toAbsolutePath();
        this.out = folder.resolve(name + ".out");
        this.log = folder.resolve(name + ".log");
    }

    /// Starts a worker; returns at once.
    ///
    /// @param name tells it from others in the folder of logs
    public static Node start(String name, NodePlan plan) {
        var node = new Node(name, plan);
        try {
            Files.createDirectories(node.out.getParent());
            Files.deleteIfExists(node.out);
            Files.deleteIfExists(node.log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        node.start();
        Runtime.getRuntime().addShutdownHook(new Thread(node::kill));
        return node;
    }

    /// Starts it again after it has ended.
    public synchronized void start() {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException(name + " is running");
        }
        try {
            printed = Files.exists(out) ? Math.toIntExact(Files.size(out)) : 0;
            process = Launch.of(plan, out, log).start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    /// Waits until it captures changes.
    public Node awaitReady() {
        Awaitility.await("%s to be ready; %s tells more".formatted(name, log))
                .atMost(PATIENCE)
                .pollInterval(LOOK)
                .until(this::isReady);
        return this;
    }

    /// Waits until it has come up and found that another worker reads the log.
    public Node awaitWaiting() {
        Awaitility.await("%s to wait; %s tells more".formatted(name, log))
                .atMost(PATIENCE)
                .pollInterval(LOOK)
                .until(() ->
                        get("/ready")
                                .filter(answer ->
                                        answer.status() != 200
                                                && answer.body().contains("slot_held"))
                                .isPresent());
        return this;
    }

    /// Returns whether it captures changes now.
    public boolean isReady() {
        return get("/ready").map(answer -> answer.status() == 200).orElse(false);
    }

    /// What a request was answered.
    public record Reply(int status, String body) {}

    /// Asks it over HTTP; empty when it does not answer within 2 s.
    public Optional<Reply> get(String path) {
        try {
            var address = address();
            if (address.isEmpty()) {
                return Optional.empty();
            }
            var request =
                    HttpRequest.newBuilder(address.get().resolve(path))
                            .timeout(Duration.ofSeconds(2))
                            .build();
            var response = client.send(request, BodyHandlers.ofString());
            return Optional.of(new Reply(response.statusCode(), response.body()));
        } catch (IOException _) {
            return Optional.empty(); // not up, or stopped
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// Returns where it answers over HTTP, once it has said so in this life.
    public synchronized Optional<URI> address() throws IOException {
        var all = Files.readAllBytes(out);
        var said = new String(all, printed, all.length - printed, StandardCharsets.UTF_8);
        var found = READY.matcher(said);
        return found.find() ? Optional.of(URI.create(found.group(1))) : Optional.empty();
    }

    /// Kills it with SIGKILL and waits for its end.
    ///
    /// @return its process id
    public String kill9() {
        signal("KILL");
        awaitEnd();
        return "process " + pid();
    }

    /// Asks it to end with SIGTERM and waits for that.
    ///
    /// @return its exit code
    public int term() {
        signal("TERM");
        return awaitEnd();
    }

    /// Stops it with SIGSTOP: it lives and does nothing.
    public String freeze() {
        signal("STOP");
        return "process " + pid();
    }

    /// Lets it go on after [#freeze].
    public String thaw() {
        signal("CONT");
        return "process " + pid();
    }

    /// Returns the process id of its present or last life.
    public long pid() {
        return running().pid();
    }

    /// Returns whether its process lives.
    public boolean isAlive() {
        return running().isAlive();
    }

    /// Returns how much memory the process has in use, in bytes.
    public long residentBytes() {
        return Memory.residentBytes(pid());
    }

    /// Returns everything it printed.
    public String printed() throws IOException {
        return Files.readString(out);
    }

    /// Returns everything it logged.
    public String logged() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
        client.shutdownNow();
    }

    private void kill() {
        running().destroyForcibly();
    }

    private void signal(String signal) {
        var target = running();
        if (!target.isAlive()) {
            throw new IllegalStateException("%s has ended; %s tells more".formatted(name, log));
        }
        Signals.send(signal, target.pid());
    }

    private int awaitEnd() {
        try {
            var target = running();
            if (!target.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(name + " does not end");
            }
            return target.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private synchronized Process running() {
        if (process == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return process;
    }
}
