// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/// A program that starts a server, stores a row, says so, and is then killed.
final class Abandoned implements AutoCloseable {
    private final Process process;

    private Abandoned(Process process) {
        this.process = process;
    }

    /// Starts the program and waits until it has stored its row.
    static Abandoned on(Path data) throws IOException {
        var process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Abandoned.class.getName(),
                                data.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try (var lines = process.inputReader()) {
            if (lines.lines().noneMatch("stored"::equals)) {
                throw new IOException("the program ended before it stored its row");
            }
        }
        return new Abandoned(process);
    }

    /// Kills the program as `kill -9` does.
    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    public static void main(String[] arguments)
            throws SQLException, IOException, InterruptedException {
        var url = EmbeddedDatabase.start(Path.of(arguments[0]), 0).url();
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.login());
                var statement = connection.createStatement()) {
            statement.execute("create table public.kept(id int)");
            statement.execute("insert into public.kept values (7)");
        }
        System.out.write("stored\n".getBytes(StandardCharsets.UTF_8));
        System.out.flush();
        Thread.currentThread().join();
    }
}
