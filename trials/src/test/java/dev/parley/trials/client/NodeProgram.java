// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// A program of this module in a process of Node.js, on the React package as it was last built.
final class NodeProgram implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path HOME = Path.of(System.getProperty("parley.home"));
    private static final Path LOGS = Path.of("target", "trials");
    private static final int END_SECONDS = 10;

    private final Process process;
    private final Thread reader;

    private NodeProgram(Process process, Thread reader) {
        this.process = process;
        this.reader = reader;
    }

    /// Starts a program, which ends when its input is closed, so with this process as well.
    ///
    /// @param name of the file in `trials/src/test/js`, without its ending; names the log, too
    /// @param output takes each line of its output, on a thread of this object's
    /// @param ended told how it ended, whoever ended it
    static NodeProgram start(String name, Consumer<JsonNode> output, Consumer<String> ended) {
        requireBuiltPackage();
        try {
            var log = Files.createDirectories(LOGS).resolve(name + ".log").toFile();
            var script = HOME.resolve("trials/src/test/js/" + name + ".js").toString();
            var process =
                    new ProcessBuilder("node", script)
                            .redirectError(Redirect.appendTo(log))
                            .start();
            var reader =
                    Thread.ofPlatform()
                            .name(name)
                            .daemon()
                            .start(() -> read(process, output, ended));
            return new NodeProgram(process, reader);
        } catch (IOException e) {
            throw new UncheckedIOException("Node.js 20 or newer cannot be started", e);
        }
    }

    /// Gives the program a line of input; one that has ended is told nothing.
    synchronized void tell(JsonNode line) {
        var input = process.outputWriter();
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException _) {
            // how it ended is told elsewhere
        }
    }

    private static void read(Process process, Consumer<JsonNode> output, Consumer<String> ended) {
        try (BufferedReader lines = process.inputReader()) {
            for (var line : (Iterable<String>) lines.lines()::iterator) {
                output.accept(JSON.readTree(line));
            }
            ended.accept("Node.js ended with code " + process.waitFor());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) { // top of the thread
            ended.accept("the output of Node.js cannot be read: " + e);
        }
    }

    /// What is proven must be what the sources say.
    private static void requireBuiltPackage() {
        var built = HOME.resolve("react/dist/core/index.js");
        try {
            if (!Files.exists(built)
                    || newest(HOME.resolve("react/src")).compareTo(time(built)) > 0) {
                throw new IllegalStateException(
                        "react/dist is missing or older than react/src: run npm ci (once), then npm run build -w react");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileTime newest(Path folder) throws IOException {
        var newest = FileTime.fromMillis(0);
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                newest = newest.compareTo(time(file)) < 0 ? time(file) : newest;
            }
        }
        return newest;
    }

    private static FileTime time(Path file) throws IOException {
        return Files.getLastModifiedTime(file);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
