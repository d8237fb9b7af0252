// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.database.DatabaseUrl;
import dev.parley.database.Migrations;
import dev.parley.database.embedded.EmbeddedDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RepairCommandTest {
    private final StringWriter out = new StringWriter();

    @Test
    void what_changed_while_triggers_were_off_is_named_then_written_then_gone()
            throws SQLException {
        try (var database = EmbeddedDatabase.temporary()) {
            Migrations.apply(database.url());
            execute(
                    database.url(),
                    """
                    insert into public.chat_rooms (id, name) values ('b0000000-0000-4000-8000-00000000000a', 'Club');
                    alter table public.messages disable trigger user;
                    insert into public.messages (room_id, user_id, content, seq, rev)
                    values ('b0000000-0000-4000-8000-00000000000a', gen_random_uuid(), 'unheard', 7, 7);
                    alter table public.messages enable trigger user;
                    """);

            assertThat(run(database.url(), "repair", "--check")).isEqualTo(1);
            assertThat(printed())
                    .contains("room b0000000-0000-4000-8000-00000000000a: seq 7 is stored")
                    .doesNotContain("repaired");

            assertThat(run(database.url(), "repair")).isZero();
            assertThat(printed()).contains("repaired");

            assertThat(run(database.url(), "repair", "--check")).isZero();
            assertThat(printed()).isEqualTo("rows, counters and log agree in every room\n");
        }
    }

    private static void execute(DatabaseUrl url, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.login());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String printed() {
        var text = out.toString();
        out.getBuffer().setLength(0);
        return text;
    }

    private int run(DatabaseUrl url, String... arguments) {
        var address =
                "postgresql://%s:%s@%s:%d/%s"
                        .formatted(
                                url.user(),
                                url.password().reveal(),
                                url.host(),
                                url.port(),
                                url.database());
        return ParleyCommand.of(Map.of("DATABASE_URL", address))
                .setOut(new PrintWriter(out, true))
                .execute(arguments);
    }
}
