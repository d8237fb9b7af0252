// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.assembly.DataFolder;
import dev.parley.app.client.Ports;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ParleyCommandTest {
    @TempDir private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void env_prints_its_lines_and_nothing_else() {
        var code = run(Map.of(), "env");

        assertThat(code).isZero();
        assertThat(out.toString().lines())
                .hasSize(13)
                .allMatch(line -> line.matches("[A-Z_]+=\\S+"))
                .contains("NEXT_PUBLIC_PARLEY_URL=http://127.0.0.1:3001");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void env_of_a_configured_port_names_that_port() {
        run(Map.of("GATEWAY_PORT", "45021"), "env");

        assertThat(out.toString()).contains("NEXT_PUBLIC_SUPABASE_URL=http://127.0.0.1:45021\n");
    }

    @Test
    void env_takes_the_format_of_the_app() {
        var code = run(Map.of(), "env", "--format", "vite");

        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("VITE_PARLEY_URL=http://127.0.0.1:3001\n")
                .doesNotContain("NEXT_PUBLIC_");
    }

    @Test
    void env_of_an_unknown_format_names_the_ones_there_are() {
        var code = run(Map.of(), "env", "--format", "toml");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .contains("'--format': must be next, vite, dotenv, json, but is 'toml'");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void a_second_start_on_the_same_folder_names_the_first() {
        var data = folder.resolve("data");
        try (var first = DataFolder.open(data)) {
            first.note(new Ports(45_031, 0, 0, 0, 0));

            var code = run(Map.of(), "up");

            assertThat(code).isEqualTo(1);
            assertThat(err.toString())
                    .contains("already", "http://127.0.0.1:45031", "or set PARLEY_DATA");
        }
    }

    @Test
    void a_wrong_variable_is_one_line_and_code_2() {
        var code = run(Map.of("PORT", "70000"), "up");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly("parley: PORT is 70000, must be 0 to 65535");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void an_unknown_command_is_refused() {
        assertThat(run(Map.of(), "upp")).isEqualTo(2);
        assertThat(err.toString()).contains("upp");
    }

    @Test
    void migrate_needs_a_database_of_ones_own() {
        assertThat(run(Map.of(), "migrate")).isEqualTo(2);
        assertThat(err.toString()).startsWith("parley: set DATABASE_URL");
    }

    @Test
    void a_database_that_does_not_answer_is_one_line_without_its_password() {
        var url = "postgresql://u:s3cret@127.0.0.1:1/chat";

        assertThat(run(Map.of("DATABASE_URL", url), "migrate")).isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("127.0.0.1:1").doesNotContain("s3cret");
    }

    @Test
    void a_program_without_a_command_says_what_there_is() {
        assertThat(run(Map.of())).isEqualTo(2);
        assertThat(err.toString()).contains("up", "env", "migrate");
    }

    private int run(Map<String, String> variables, String... arguments) {
        var environment = new HashMap<>(variables);
        environment.put("PARLEY_DATA", folder.resolve("data").toString());
        return ParleyCommand.of(environment)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
