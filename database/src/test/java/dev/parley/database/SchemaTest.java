// SPDX-License-Identifier: Apache-2.0
package dev.parley.database;

import static dev.parley.database.Databases.connect;
import static dev.parley.database.Databases.execute;
import static dev.parley.database.Databases.resource;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Runs `supabase/tests` as `supabase test db` does, and reports each line as a test.
@ExtendWith(SharedDatabases.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SchemaTest {
    private static final List<String> ABOUT_ACCOUNTS =
            List.of("profiles_test.sql", "visible_text_test.sql");

    /// psql's command to include a file that is named relative to this one.
    private static final String INCLUDE = "\\ir ";

    private final Databases databases;

    SchemaTest(Databases databases) {
        this.databases = databases;
    }

    @TestFactory
    List<DynamicContainer> every_file_of_supabase_tests() throws SQLException, IOException {
        var url = databases.migrated();
        Migrations.seed(url);
        return containers(url, testFiles());
    }

    @TestFactory
    List<DynamicContainer> every_file_where_rooms_are_uuid() throws SQLException, IOException {
        var url = databases.ofIds("uuid", "uuid", "uuid");
        Migrations.seed(url);
        return containers(url, testFiles());
    }

    /// Where people are known by their tokens only, there are no accounts to test.
    @TestFactory
    List<DynamicContainer> every_file_where_the_database_numbers_and_others_sign_people_in()
            throws SQLException, IOException {
        var files =
                testFiles().stream().filter(file -> !ABOUT_ACCOUNTS.contains(name(file))).toList();
        return containers(databases.ofIds("bigint", "bigint", "text"), files);
    }

    private static List<DynamicContainer> containers(DatabaseUrl url, List<Path> files)
            throws SQLException, IOException {
        try (var connection = connect(url)) {
            bringTap(connection);
            var containers = new ArrayList<DynamicContainer>();
            for (var file : files) {
                var lines = run(connection, script(file));
                containers.add(DynamicContainer.dynamicContainer(name(file), tests(lines)));
            }
            assertThat(containers).isNotEmpty();
            return containers;
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static List<Path> testFiles() throws IOException {
        try (var files = Files.list(Path.of("..", "supabase", "tests"))) {
            return files.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
        }
    }

    /// Returns a file together with those that it includes, as psql reads it.
    private static String script(Path file) throws IOException {
        var text = new StringBuilder();
        for (var line : Files.readAllLines(file)) {
            if (line.startsWith(INCLUDE)) {
                var included = line.substring(INCLUDE.length()).strip();
                text.append(script(file.resolveSibling(included)));
            } else {
                text.append(line).append('\n');
            }
        }
        return text.toString();
    }

    private static void bringTap(Connection connection) throws SQLException, IOException {
        try (var statement = connection.createStatement();
                var found =
                        statement.executeQuery(
                                "select from pg_available_extensions where name = 'pgtap'")) {
            if (found.next()) {
                execute(connection, "create extension pgtap schema extensions");
                return;
            }
        }
        execute(connection, resource("tap.sql"));
        execute(connection, "set search_path = public, extensions, tap");
    }

    private static List<String> run(Connection connection, String sql) throws SQLException {
        var lines = new ArrayList<String>();
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            var rows = statement.execute(sql);
            while (rows || statement.getUpdateCount() != -1) {
                if (rows) {
                    try (var results = statement.getResultSet()) {
                        while (results.next() && results.getMetaData().getColumnCount() > 0) {
                            lines.add(String.valueOf(results.getString(1)));
                        }
                    }
                }
                rows = statement.getMoreResults();
            }
        } catch (SQLException e) {
            lines.add("not ok - the file runs to its end\n# " + e.getMessage());
            execute(connection, "rollback");
        }
        return lines;
    }

    private static Stream<DynamicTest> tests(List<String> lines) {
        var verdicts = lines.stream().filter(line -> line.matches("(?s)(not )?ok\\b.*"));
        var complaints = lines.stream().filter(line -> line.startsWith("# Looks like")).toList();
        return Stream.concat(
                verdicts.map(SchemaTest::test),
                Stream.of(
                        DynamicTest.dynamicTest(
                                "as many as planned", () -> assertThat(complaints).isEmpty())));
    }

    private static DynamicTest test(String line) {
        var name = line.lines().findFirst().orElse("").replaceFirst("^(not )?ok [0-9]* ?- ", "");
        return DynamicTest.dynamicTest(name, () -> assertThat(line).startsWith("ok"));
    }
}
