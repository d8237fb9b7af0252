// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.embedded;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.database.DatabaseUrl;
import dev.parley.protocol.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// A PostgreSQL server of our own, shaped like a Supabase project before its first migration.
///
/// As on Supabase, `postgres` is no superuser: a migration that needs one fails here too. Rows are
/// on disk before COMMIT answers, because the worker only ever sees rows that are. A slot that nobody
/// reads is given up before it fills the disk. Other users of this machine are kept out: every role needs
/// its password, and no file is theirs to read. Any thread may call.
public final class EmbeddedDatabase implements AutoCloseable {
    /// As long as `pg_ctl` waits for a server that starts or stops.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String SUPERUSER = "supabase_admin";
    private static final String OWNER = "postgres";
    private static final String INVALID_PASSWORD = "28P01";

    private static final String OPTIONS =
            String.join(
                    " ",
                    "-c listen_addresses=127.0.0.1",
                    // nobody uses one, and each is a door more
                    "-c unix_socket_directories=",
                    "-c password_encryption=scram-sha-256",
                    "-c wal_level=logical",
                    "-c max_replication_slots=10",
                    "-c max_wal_senders=10",
                    "-c max_slot_wal_keep_size=1GB",
                    "-c max_connections=100",
                    "-c timezone=UTC",
                    "-c fsync=on",
                    "-c synchronous_commit=on",
                    "-c full_page_writes=on");

    private final ServerFolder folder;
    private final DataLock lock;
    private final int port;
    private final Programs programs;
    private final RolePasswords passwords;
    private final boolean temporary;

    private volatile @Nullable ProcessHandle server;

    @GuardedBy("this")
    private boolean closed;

    private EmbeddedDatabase(ServerFolder folder, DataLock lock, int port, boolean temporary)
            throws IOException {
        this.folder = folder;
        this.lock = lock;
        this.port = port;
        this.temporary = temporary;
        this.programs = new Binaries(UserCache.folder(folder.place())).programs();
        this.passwords = folder.passwords();
    }

    /// Starts the server on a folder, which is made when missing and kept when closed.
    ///
    /// A server that an earlier run left behind on that folder, as `kill -9` does, is stopped first.
    ///
    /// @param data the folder; passwords, lock and log lie beside it, so the one around it becomes private
    /// @param port TCP port on 127.0.0.1; 0 takes a free one
    /// @throws DataInUseException when another program runs a server on the folder
    /// @throws PortTakenException when someone else listens on the port
    /// @throws UncheckedIOException when the server does not start
    public static EmbeddedDatabase start(Path data, int port) {
        try {
            return start(data, port, false);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot start the embedded PostgreSQL on %s: %s"
                            .formatted(data, e.getMessage()),
                    e);
        }
    }

    /// Stops a server that an earlier run, ended by force, left behind on a folder.
    ///
    /// @throws UncheckedIOException when it does not stop
    public static void stopLeftover(Path data) {
        try {
            Leftover.stop(data.toAbsolutePath(), PATIENCE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop the PostgreSQL left behind on " + data, e);
        }
    }

    /// Starts a server that loses everything when closed, on a free port.
    public static EmbeddedDatabase temporary() {
        try {
            return start(Files.createTempDirectory("parley-postgres").resolve("data"), 0, true);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot start a temporary PostgreSQL: " + e.getMessage(), e);
        }
    }

    /// Returns the address of a server on a folder, whether it runs or not, for the role `postgres`; without
    /// password while it has never run.
    ///
    /// @param port where it listens
    public static DatabaseUrl url(Path data, int port) {
        return url(port, OWNER, kept(data, RolePasswords::owner));
    }

    /// Returns the address as [#url(Path, int)] does, for the role that may do everything.
    public static DatabaseUrl superuser(Path data, int port) {
        return url(port, SUPERUSER, kept(data, RolePasswords::superuser));
    }

    /// Returns the address for the role `postgres`, which migrates and replicates.
    public DatabaseUrl url() {
        return url(port, OWNER, passwords.owner());
    }

    /// Returns the address for the role that may do everything.
    public DatabaseUrl superuser() {
        return url(port, SUPERUSER, passwords.superuser());
    }

    /// Returns whether the server's process lives; returns at once.
    public boolean isUp() {
        var process = server;
        // of one that has ended and that nobody has buried, only the number is left
        return process != null && process.isAlive() && process.info().command().isPresent();
    }

    /// Starts a server that has ended again, on its port and its data; does nothing once closed.
    ///
    /// @throws UncheckedIOException when it does not start, with the last lines of its log
    public synchronized void restart() {
        if (closed) {
            return;
        }
        try {
            Leftover.stop(folder.data(), PATIENCE);
            launch();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot start the embedded PostgreSQL again: " + e.getMessage(), e);
        }
    }

    /// Keeps the log of a running server within its bounds.
    public void trimLog() {
        try {
            folder.trimLog();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot trim the log of the embedded PostgreSQL", e);
        }
    }

    @Override
    public synchronized void close() {
        try (lock) {
            closed = true;
            server = null;
            if (temporary) {
                Leftover.discard(folder.data(), PATIENCE);
                folder.place().remove();
            } else {
                Leftover.stop(folder.data(), PATIENCE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop the embedded PostgreSQL", e);
        }
    }

    private static EmbeddedDatabase start(Path data, int port, boolean temporary)
            throws IOException {
        var folder = ServerFolder.at(data);
        var lock = DataLock.take(folder.lockFile(), data);
        try {
            Leftover.stop(folder.data(), PATIENCE);
            var taken = FreePort.require(port);
            var database = new EmbeddedDatabase(folder, lock, taken, temporary);
            database.launch();
            return database;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private synchronized void launch() throws IOException {
        folder.initialize(programs, SUPERUSER, passwords);
        folder.writeAccess();
        try {
            startServer();
            if (!knowsSuperuser()) {
                Leftover.stop(folder.data(), PATIENCE);
                takeOver();
                startServer();
            }
            bootstrap();
        } catch (SQLException e) {
            Leftover.stop(folder.data(), PATIENCE);
            throw new IOException(
                    "cannot give the embedded PostgreSQL its Supabase roles: " + e.getMessage(), e);
        }
    }

    private synchronized void startServer() throws IOException {
        try {
            programs.start(folder.data(), folder.log(), "-p " + port + " " + OPTIONS, PATIENCE);
        } catch (IOException e) {
            throw new ServerFailedException(e, folder.lastWords());
        }
        server =
                Leftover.find(folder.data())
                        .orElseThrow(
                                () -> new ServerFailedException("it ended at once", List.of()));
    }

    private boolean knowsSuperuser() throws SQLException {
        try (var connection = connect()) {
            return connection.isValid((int) PATIENCE.toSeconds());
        } catch (SQLException e) {
            if (INVALID_PASSWORD.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    /// Gives a server that was made with other passwords, or with none, the kept one. Only who owns the
    /// files can do so.
    private void takeOver() throws IOException {
        programs.runAlone(
                folder.data(),
                "alter role %s password '%s'%n"
                        .formatted(SUPERUSER, passwords.superuser().reveal()));
    }

    private void bootstrap() throws SQLException, IOException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            // a superuser without a password, which earlier versions made for a moment
            statement.execute("drop role if exists parley_renamer");
            statement.execute(script());
            // the driver sends what can be checked, not the password itself
            connection
                    .unwrap(PGConnection.class)
                    .alterUserPassword(
                            OWNER, passwords.owner().reveal().toCharArray(), "scram-sha-256");
        }
    }

    private Connection connect() throws SQLException {
        var url = superuser();
        return DriverManager.getConnection(url.jdbcUrl(), url.login());
    }

    private static Secret kept(Path data, Function<RolePasswords, Secret> role) {
        var file = data.resolveSibling(ServerFolder.passwordFile(data));
        try {
            return RolePasswords.parse(Files.readString(file))
                    .map(role)
                    .orElseGet(() -> new Secret(""));
        } catch (NoSuchFileException _) {
            return new Secret("");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static DatabaseUrl url(int port, String role, Secret password) {
        return new DatabaseUrl("127.0.0.1", port, "postgres", role, password, "");
    }

    static String script() throws IOException {
        try (var script = EmbeddedDatabase.class.getResourceAsStream("bootstrap.sql")) {
            return new String(
                    Objects.requireNonNull(script, "bootstrap.sql").readAllBytes(),
                    StandardCharsets.UTF_8);
        }
    }
}
