package dev.parley.database.embedded;

import dev.parley.database.DatabaseUrl;
import dev.parley.protocol.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;

/// A PostgreSQL server of our own, shaped like a Supabase project before its first migration.
///
/// As on Supabase, `postgres` is no superuser: a migration that needs one fails here too. Rows are
/// on disk before COMMIT answers, because the worker only ever sees rows that are. A slot that nobody
/// reads is given up before it fills the disk.
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String SUPERUSER = "supabase_admin";

    private final EmbeddedPostgres server;
    private final DatabaseUrl url;

    private EmbeddedDatabase(EmbeddedPostgres server) {
        this.server = server;
        this.url =
                new DatabaseUrl(
                        "127.0.0.1",
                        server.getPort(),
                        "postgres",
                        "postgres",
                        new Secret("postgres"),
                        "");
    }

    /// Starts the server on a folder, which is made when missing and kept when closed.
    ///
    /// A server that an earlier run left behind on that folder, as `kill -9` does, is stopped first.
    ///
    /// @param data the folder
    /// @param port TCP port on 127.0.0.1; 0 takes a free one
    /// @throws DataInUseException when another program runs a server on the folder
    /// @throws PortTakenException when someone else listens on the port
    /// @throws UncheckedIOException when the server does not start
    public static EmbeddedDatabase start(Path data, int port) {
        try {
            var folder = data.toAbsolutePath();
            Leftover.stop(folder, PATIENCE);
            requireFree(port);
            return bootstrapped(
                    builder(port).setDataDirectory(folder).setCleanDataDirectory(false).start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the embedded PostgreSQL on " + data, e);
        }
    }

    /// Starts a server that loses everything when closed, on a free port.
    public static EmbeddedDatabase temporary() {
        try {
            return bootstrapped(builder(0).start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a temporary PostgreSQL", e);
        }
    }

    /// Returns the address for the role `postgres`, which migrates and replicates.
    public DatabaseUrl url() {
        return url;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop the embedded PostgreSQL", e);
        }
    }

    /// Looks before the server does: its start would take whoever answers on the port for itself.
    private static void requireFree(int port) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        } catch (BindException e) {
            throw new PortTakenException(port, e);
        }
    }

    private static EmbeddedPostgres.Builder builder(int port) {
        return EmbeddedPostgres.builder()
                .setPgBinaryResolver(new Binaries())
                .setPort(port)
                .setPGStartupWait(PATIENCE)
                .setRegisterShutdownHook(false)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("wal_level", "logical")
                .setServerConfig("max_replication_slots", "10")
                .setServerConfig("max_wal_senders", "10")
                .setServerConfig("max_slot_wal_keep_size", "1GB")
                .setServerConfig("max_connections", "100")
                .setServerConfig("timezone", "UTC")
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on");
    }

    private static EmbeddedDatabase bootstrapped(EmbeddedPostgres server) throws IOException {
        var database = new EmbeddedDatabase(server);
        try {
            database.bootstrap();
            return database;
        } catch (SQLException e) {
            database.close();
            throw new IOException("cannot give the embedded PostgreSQL its Supabase roles", e);
        }
    }

    private void bootstrap() throws SQLException, IOException {
        makeSuperuser();
        try (var connection = connect(SUPERUSER);
                var statement = connection.createStatement()) {
            statement.execute("drop role if exists parley_renamer");
            statement.execute(script());
        }
    }

    /// Turns the superuser that initdb made, always named `postgres`, into `supabase_admin`, which frees
    /// the name for the ordinary role. No session may rename itself, hence the third role for a moment.
    private void makeSuperuser() throws SQLException {
        try (var connection = connect("postgres");
                var statement = connection.createStatement()) {
            var roles =
                    statement.executeQuery(
                            "select rolsuper from pg_roles where rolname = 'postgres'");
            if (!roles.next() || !roles.getBoolean(1)) {
                return;
            }
            statement.execute("drop role if exists parley_renamer");
            statement.execute("create role parley_renamer superuser login");
        }
        try (var connection = connect("parley_renamer");
                var statement = connection.createStatement()) {
            statement.execute("alter role postgres rename to " + SUPERUSER);
        }
    }

    private Connection connect(String role) throws SQLException {
        return DriverManager.getConnection(url.jdbcUrl(), role, "postgres");
    }

    static String script() throws IOException {
        try (var script = EmbeddedDatabase.class.getResourceAsStream("bootstrap.sql")) {
            return new String(
                    Objects.requireNonNull(script, "bootstrap.sql").readAllBytes(),
                    StandardCharsets.UTF_8);
        }
    }
}
