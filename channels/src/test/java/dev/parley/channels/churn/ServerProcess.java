// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.churn;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A [ChurnServer] at work.
final class ServerProcess implements AutoCloseable {
    private static final Pattern ANSWER = Pattern.compile("[\\d ]+");

    private final List<String> logged = new ArrayList<>();
    private final Process process;
    private final BufferedReader out;
    private final OutputStream in;
    private final int port;

    ServerProcess() throws IOException {
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-XX:+UseSerialGC",
                                "-XX:+UseCompactObjectHeaders",
                                "--enable-native-access=ALL-UNNAMED",
                                "-Dio.netty.leakDetection.level=disabled",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ChurnServer.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        in = process.getOutputStream();
        port = Integer.parseInt(line());
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    Snapshot look() throws IOException {
        in.write('\n');
        in.flush();
        return Snapshot.parse(line());
    }

    /// Returns what the process logged; a server has nothing to say about visitors.
    List<String> logged() {
        return List.copyOf(logged);
    }

    private String line() throws IOException {
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            if (ANSWER.matcher(line).matches()) {
                return line;
            }
            logged.add(line);
        }
        throw new AssertionError("the server's process ended after " + logged);
    }

    @Override
    public void close() throws IOException {
        in.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
