package dev.parley.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MigrateCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void a_plain_postgresql_gets_the_roles_and_then_the_schema() throws IOException, SQLException {
        try (var plain = EmbeddedPostgres.builder().setRegisterShutdownHook(false).start()) {
            var url = superuser(plain);

            var first = run(url, "migrate", "--bootstrap");
            var printed = out.toString();
            out.getBuffer().setLength(0);
            var second = run(url, "migrate");

            assertThat(first).as(err.toString()).isZero();
            assertThat(printed).contains("roles and schemas", "applied 2026");
            assertThat(second).isZero();
            assertThat(out.toString()).isEqualTo("up to date\n");
        }
    }

    @Test
    void policies_of_the_app_that_allow_more_are_named() throws IOException, SQLException {
        try (var plain = EmbeddedPostgres.builder().setRegisterShutdownHook(false).start()) {
            var url = superuser(plain);
            assertThat(run(url, "migrate", "--bootstrap")).isZero();
            execute(
                    plain,
                    "create policy \"join\" on public.room_participants for insert to authenticated"
                            + " with check (user_id = auth.uid())");
            out.getBuffer().setLength(0);

            var code = run(url, "migrate");

            assertThat(code).isZero();
            assertThat(out.toString())
                    .contains(
                            "\"join\" on room_participants: people who are signed in may enter private rooms"
                                    + " without an invitation, as members, where (user_id = auth.uid())");
        }
    }

    @Test
    void without_the_roles_the_database_says_what_is_missing() throws IOException, SQLException {
        try (var plain = EmbeddedPostgres.builder().setRegisterShutdownHook(false).start()) {
            var code = run(superuser(plain), "migrate");

            assertThat(code).isEqualTo(1);
            assertThat(err.toString()).startsWith("parley: migration 2026").contains("rolled back");
        }
    }

    /// The server's own superuser is named as the role that Supabase's projects have, so another one is made.
    private static String superuser(EmbeddedPostgres server) throws SQLException {
        execute(server, "create role boss superuser login");
        return "postgresql://boss@127.0.0.1:" + server.getPort() + "/postgres";
    }

    private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
        var jdbc = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
        try (var connection = DriverManager.getConnection(jdbc, "postgres", "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int run(String url, String... arguments) {
        return ParleyCommand.of(Map.of("DATABASE_URL", url))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
