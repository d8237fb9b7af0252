package dev.parley.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.database.DatabaseUrl;
import dev.parley.database.Migrations;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedDatabaseTest {
    @Test
    void postgres_is_an_ordinary_role_that_may_replicate() throws SQLException {
        try (var database = EmbeddedDatabase.temporary()) {
            assertThat(
                            value(
                                    database.url(),
                                    "select rolsuper::text || rolreplication from pg_roles where rolname = 'postgres'"))
                    .isEqualTo("falsetrue");
        }
    }

    @Test
    void a_commit_is_on_disk_and_in_the_logical_log() throws SQLException {
        try (var database = EmbeddedDatabase.temporary()) {
            assertThat(
                            value(
                                    database.url(),
                                    "select concat_ws(' ', current_setting('fsync'), current_setting('synchronous_commit'), current_setting('wal_level'))"))
                    .isEqualTo("on on logical");
        }
    }

    @Test
    void data_outlives_the_server(@TempDir Path folder) throws SQLException {
        var data = folder.resolve("data");
        try (var database = EmbeddedDatabase.start(data, 0)) {
            execute(
                    database.url(),
                    "create table public.kept(id int); insert into public.kept values (7)");
        }

        try (var database = EmbeddedDatabase.start(data, 0)) {
            assertThat(value(database.url(), "select id from public.kept")).isEqualTo("7");
        }
    }

    @Test
    void migrations_are_applied_once() {
        try (var database = EmbeddedDatabase.temporary()) {
            var first = Migrations.apply(database.url());
            var second = Migrations.apply(database.url());

            assertThat(first).isNotEmpty();
            assertThat(second).isEmpty();
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
