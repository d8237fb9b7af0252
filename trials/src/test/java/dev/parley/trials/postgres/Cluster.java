// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.postgres;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.database.DatabaseUrl;
import dev.parley.protocol.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL server of one trial, migrated, on a folder and a port of its own that it keeps for life.
///
/// Any thread may call the methods; those that start and stop wait for each other. Closing stops the
/// server at once and deletes its folder.
public final class Cluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Version version;
    private final Path folder;
    private final int port;

    @GuardedBy("this")
    private @Nullable Process server;

    /// @param folder holds `data` and the server's log
    Cluster(Version version, Path folder) throws IOException {
        this.version = version;
        this.folder = folder;
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            this.port = socket.getLocalPort();
        }
    }

    /// Starts the version that the product embeds.
    public static Cluster running() {
        return running(Version.EMBEDDED_18, Map.of());
    }

    /// Starts a server.
    ///
    /// @param settings lines of `postgresql.conf` that are added to the usual ones
    public static Cluster running(Version version, Map<String, String> settings) {
        try {
            return running(version, settings, Files.createTempDirectory("parley-cluster"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts a server on a folder that exists and is empty, such as a small disk.
    public static Cluster running(Version version, Map<String, String> settings, Path folder) {
        try {
            var cluster = new Cluster(version, folder);
            Template.copy(version, cluster.data());
            cluster.settings(settings);
            cluster.start();
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start PostgreSQL on " + folder, e);
        }
    }

    /// Returns the address for the role `postgres`, which migrates and replicates.
    public DatabaseUrl url() {
        return url("postgres");
    }

    /// Returns the address for the superuser.
    public DatabaseUrl superuser() {
        return url("supabase_admin");
    }

    private DatabaseUrl url(String role) {
        return new DatabaseUrl("127.0.0.1", port, "postgres", role, new Secret("postgres"), "");
    }

    /// Returns the folder with the data.
    public Path data() {
        return folder.resolve("data");
    }

    /// Returns what the server has logged in its life.
    public String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Adds settings, which count from the next start or [#reload] on.
    public void settings(Map<String, String> settings) {
        try {
            new Settings(settings).write(data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Makes a running server read its settings again.
    public void reload() {
        sql().execute("select pg_reload_conf()");
    }

    /// Runs statements as superuser.
    public Sql sql() {
        return new Sql(superuser());
    }

    /// Runs statements as the role `postgres`, for whom the last connections are not reserved.
    public Sql ordinary() {
        return new Sql(url());
    }

    /// Starts a stopped server; returns when it takes connections.
    public synchronized void start() {
        if (isRunning()) {
            throw new IllegalStateException("the server runs already");
        }
        try {
            var process = new Server(version.home()).run(data(), logFile(), port);
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            server = process;
            Awaitility.await("PostgreSQL takes connections")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> answers(process));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start PostgreSQL on " + folder, e);
        }
    }

    /// Starts a copy as a standby.
    ///
    /// @param settings among them `primary_conninfo`
    public void follow(Map<String, String> settings) {
        startWith("standby.signal", settings);
    }

    /// Starts a copy as a backup that is restored: at the end of its log a new timeline begins.
    public void restore() {
        startWith("recovery.signal", Map.of("restore_command", "false"));
        Awaitility.await("the end of the recovery")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> sql().value("select pg_is_in_recovery()").equals("f"));
    }

    private void startWith(String signal, Map<String, String> settings) {
        try {
            Files.createFile(data().resolve(signal));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings(settings);
        start();
    }

    /// Returns whether the server's process lives.
    public synchronized boolean isRunning() {
        return server != null && server.isAlive();
    }

    /// Ends all sessions, writes a checkpoint and stops.
    public void stop() {
        end("INT");
    }

    /// Stops without a checkpoint, as a crash does: the next start recovers from the log.
    public void crash() {
        end("QUIT");
    }

    /// Crashes and starts again.
    public synchronized void restartImmediately() {
        crash();
        start();
    }

    /// Ends sessions as an administrator does.
    ///
    /// @param condition of `pg_stat_activity`, such as `application_name = 'writer'`
    /// @return how many sessions were ended
    public int killSessions(String condition) {
        return Integer.parseInt(
                sql().value(
                                "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                                        + " where pid <> pg_backend_pid() and backend_type in ('client backend', 'walsender')"
                                        + " and ("
                                        + condition
                                        + ")"));
    }

    /// Copies a stopped server; the copy has the same history and is stopped as well.
    public synchronized Cluster copy() {
        if (isRunning()) {
            throw new IllegalStateException("only a stopped server can be copied");
        }
        try {
            var copy = new Cluster(version, Files.createTempDirectory("parley-cluster"));
            Folders.copy(data(), copy.data());
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + folder, e);
        }
    }

    @Override
    public synchronized void close() {
        if (isRunning()) {
            crash();
        }
        Folders.delete(folder);
    }

    private synchronized void end(String signal) {
        if (server == null || !server.isAlive()) {
            throw new IllegalStateException("the server does not run");
        }
        try {
            Server.end(server, signal);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop PostgreSQL on " + folder, e);
        }
    }

    private boolean answers(Process process) throws IOException {
        if (!process.isAlive()) {
            throw new IOException("PostgreSQL ended: " + log());
        }
        try (var _ = DriverManager.getConnection(superuser().jdbcUrl(), superuser().login())) {
            return true;
        } catch (SQLException _) {
            return false; // not yet
        }
    }

    private Path logFile() {
        return folder.resolve("server.log");
    }
}
