package dev.parley.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.database.DatabaseUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EmbeddedDatabaseTest {
    /// One for all: to make a folder takes longer than to start on it again.
    private final Path folder;

    EmbeddedDatabaseTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void it_is_a_supabase_project_that_loses_nothing() throws SQLException {
        try (var database = EmbeddedDatabase.temporary()) {
            assertThat(
                            value(
                                    database.url(),
                                    "select concat_ws(' ', rolsuper, rolreplication, rolbypassrls) from pg_roles where rolname = current_user"))
                    .isEqualTo("f t t");
            assertThat(
                            value(
                                    database.url(),
                                    "select concat_ws(' ', current_setting('fsync'), current_setting('synchronous_commit'), current_setting('wal_level'))"))
                    .isEqualTo("on on logical");
            assertThat(value(database.url(), "select current_setting('max_slot_wal_keep_size')"))
                    .as("log kept for a worker that is away")
                    .isEqualTo("1GB");
        }
    }

    @Test
    void data_outlives_the_server() throws SQLException {
        var data = folder.resolve("data");
        try (var database = EmbeddedDatabase.start(data, 0)) {
            execute(
                    database.url(),
                    "create table public.written(id int); insert into public.written values (6)");
        }

        try (var database = EmbeddedDatabase.start(data, 0)) {
            assertThat(value(database.url(), "select id from public.written")).isEqualTo("6");
        }
    }

    @Test
    void a_server_left_behind_is_stopped_and_what_it_committed_stays()
            throws SQLException, IOException {
        var data = folder.resolve("data");
        try (var _ = Abandoned.on(data)) {
            assertThatExceptionOfType(DataInUseException.class)
                    .as("while the program runs")
                    .isThrownBy(() -> EmbeddedDatabase.start(data, 0))
                    .withMessageContaining(data.toString());
        }

        try (var database = EmbeddedDatabase.start(data, 0)) {
            assertThat(value(database.url(), "select id from public.kept")).isEqualTo("7");
        }
        assertThat(data.resolve("postmaster.pid")).doesNotExist();
    }

    @Test
    void one_program_starts_one_server_on_a_folder() throws SQLException {
        var data = folder.resolve("data");
        try (var database = EmbeddedDatabase.start(data, 0)) {
            assertThatExceptionOfType(DataInUseException.class)
                    .isThrownBy(() -> EmbeddedDatabase.start(data, 0));

            assertThat(value(database.url(), "select 'alive'")).isEqualTo("alive");
        }
    }

    @Test
    void a_pid_file_of_another_process_harms_nobody() throws SQLException, IOException {
        var data = folder.resolve("data");
        EmbeddedDatabase.start(data, 0).close();
        Files.writeString(data.resolve("postmaster.pid"), ProcessHandle.current().pid() + "\n");

        Leftover.stop(data, Duration.ofSeconds(1));

        assertThat(ProcessHandle.current().isAlive()).isTrue();
    }

    @Test
    void a_port_in_use_is_named_at_once() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(PortTakenException.class)
                    .isThrownBy(() ->
                            EmbeddedDatabase.start(folder.resolve("none"), other.getLocalPort()))
                    .withMessageContaining(Integer.toString(other.getLocalPort()))
                    .satisfies(e -> assertThat(e.port()).isEqualTo(other.getLocalPort()));
        }
        assertThat(folder.resolve("none")).doesNotExist();
    }

    private static void execute(DatabaseUrl url, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.login());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String value(DatabaseUrl url, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.login());
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
