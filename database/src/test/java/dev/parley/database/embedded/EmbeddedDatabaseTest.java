// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.database.DatabaseUrl;
import dev.parley.database.file.PrivateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class EmbeddedDatabaseTest {
    private static final String BUSY_SESSIONS =
            "select count(*) from pg_stat_activity where state = 'active' and query like 'do %'";

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
    void nobody_on_this_machine_gets_in_without_a_password() {
        try (var database = EmbeddedDatabase.start(folder.resolve("data"), 0)) {
            for (var role : List.of("postgres", "supabase_admin", "authenticator")) {
                for (var password : List.of("postgres", "guess")) {
                    assertThatExceptionOfType(SQLException.class)
                            .as("%s with %s", role, password)
                            .isThrownBy(() ->
                                    DriverManager.getConnection(
                                                    database.url().jdbcUrl(), role, password)
                                            .close())
                            .satisfies(e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
                }
            }
        }
    }

    @Test
    void its_files_are_for_its_user_only() throws IOException {
        var data = folder.resolve("data");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

        EmbeddedDatabase.start(data, 0).close();

        assertThat(
                        List.of(
                                folder,
                                data,
                                data.resolve("pg_hba.conf"),
                                folder.resolve("data.passwords"),
                                folder.resolve("logs"),
                                folder.resolve("logs/postgres.log")))
                .allSatisfy(EmbeddedDatabaseTest::isForItsUserOnly);
    }

    @Test
    void a_folder_that_asked_for_no_password_is_closed_and_loses_nothing()
            throws SQLException, IOException {
        var data = folder.resolve("data");
        try (var database = EmbeddedDatabase.start(data, 0)) {
            execute(
                    database.url(),
                    "create table public.old(id int); insert into public.old values (5)");
        }
        var programs = new Binaries(UserCache.folder(PrivateFolder.at(folder))).programs();
        programs.runAlone(
                data,
                """
                alter role supabase_admin password null
                alter role postgres password null
                """);
        Files.writeString(data.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 trust\n");
        Files.delete(data.resolveSibling("data.passwords"));

        try (var database = EmbeddedDatabase.start(data, 0)) {
            assertThat(value(database.url(), "select id from public.old")).isEqualTo("5");
            assertThat(value(database.superuser(), "select current_user"))
                    .isEqualTo("supabase_admin");
            assertThat(EmbeddedDatabase.url(data, database.url().port())).isEqualTo(database.url());
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() ->
                            DriverManager.getConnection(
                                            database.url().jdbcUrl(), "supabase_admin", "postgres")
                                    .close());
        }
    }

    @Test
    void a_server_that_was_killed_is_started_again_where_it_was() throws SQLException, IOException {
        var data = folder.resolve("data");
        try (var database = EmbeddedDatabase.start(data, 0)) {
            execute(
                    database.url(),
                    "create table public.alive(id int); insert into public.alive values (8)");
            assertThat(database.isUp()).isTrue();
            var server = Leftover.find(data).orElseThrow();

            server.destroyForcibly();

            server.onExit().orTimeout(10, TimeUnit.SECONDS).join();
            assertThat(database.isUp()).isFalse();
            database.restart();
            assertThat(database.isUp()).isTrue();
            assertThat(value(database.url(), "select id from public.alive")).isEqualTo("8");
        }
    }

    @Test
    void a_busy_session_of_a_killed_server_does_not_keep_the_next_one_down() throws IOException {
        var data = folder.resolve("data");
        try (var database = EmbeddedDatabase.start(data, 0)) {
            Thread.ofVirtual().start(() -> loopForEver(database.url()));
            Awaitility.await("the session to be busy")
                    .until(() -> value(database.superuser(), BUSY_SESSIONS), "1"::equals);
            Leftover.find(data).orElseThrow().destroyForcibly();
            Awaitility.await("the server to end").until(() -> !database.isUp());

            database.restart();

            assertThat(database.isUp()).isTrue();
        }
    }

    @Test
    void what_the_server_wrote_is_in_the_message_of_a_failed_start() throws IOException {
        var data = folder.resolve("data");
        EmbeddedDatabase.start(data, 0).close();
        var settings = data.resolve("postgresql.conf");
        var sound = Files.readString(settings);
        Files.writeString(settings, "wal_levels = spoilt\n");

        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> EmbeddedDatabase.start(data, 0))
                .withMessageContaining("wal_levels");

        Files.writeString(settings, sound);
        assertThat(data.resolveSibling("logs/postgres.log")).content().contains("wal_levels");
    }

    @Test
    void a_log_that_is_too_long_begins_anew() throws IOException {
        var data = folder.resolve("data");
        try (var database = EmbeddedDatabase.start(data, 0)) {
            var log = data.resolveSibling("logs/postgres.log");
            Files.writeString(log, "x".repeat(11 << 20), StandardOpenOption.APPEND);

            database.trimLog();

            assertThat(log).hasSize(0);
            assertThat(data.resolveSibling("logs/postgres.log.1"))
                    .satisfies(EmbeddedDatabaseTest::isForItsUserOnly)
                    .content()
                    .contains("database system is ready");
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

    private static void isForItsUserOnly(Path file) {
        try {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as(file.toString())
                    .endsWith("------");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void loopForEver(DatabaseUrl url) {
        try {
            execute(url, "do 'begin loop end loop; end'");
        } catch (SQLException _) {
            // it was ended
        }
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
