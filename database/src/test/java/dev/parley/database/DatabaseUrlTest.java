// SPDX-License-Identifier: Apache-2.0
package dev.parley.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.protocol.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseUrlTest {
    @Test
    void every_part_is_read() {
        var url =
                DatabaseUrl.parse(
                        "postgresql://ada:pa%40ss%2Fw%25rd+1@db.example.com:6543/chat?sslmode=require");

        assertThat(url)
                .isEqualTo(
                        new DatabaseUrl(
                                "db.example.com",
                                6543,
                                "chat",
                                "ada",
                                new Secret("pa@ss/w%rd+1"),
                                "sslmode=require"));
    }

    @Test
    void what_is_left_out_is_as_postgresql_has_it() {
        assertThat(DatabaseUrl.parse("postgres://localhost"))
                .isEqualTo(
                        new DatabaseUrl(
                                "localhost", 5432, "postgres", "postgres", new Secret(""), ""));
    }

    @ParameterizedTest
    @CsvSource({"my_db", "[::1]", "127.0.0.1", "db.abc-def.supabase.co"})
    void hosts_have_many_forms(String host) {
        assertThat(DatabaseUrl.parse("postgresql://u:p@" + host + ":1/x").host()).isEqualTo(host);
    }

    @Test
    void the_address_it_reveals_is_the_address_it_reads() {
        var url =
                new DatabaseUrl(
                        "h", 1, "a b", "postgres.ref", new Secret("p:@/? +%#ä"), "sslmode=require");

        assertThat(DatabaseUrl.parse(url.reveal())).isEqualTo(url);
    }

    @Test
    void the_jdbc_form_holds_no_login() {
        var url = DatabaseUrl.parse("postgresql://ada:hush@h:1/x?sslmode=require");

        assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://h:1/x?sslmode=require");
        assertThat(url.login()).containsEntry("user", "ada").containsEntry("password", "hush");
    }

    @Test
    void its_text_hides_the_password() {
        assertThat(DatabaseUrl.parse("postgresql://ada:hush@h/x").toString())
                .doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:5432/postgres",
                "mysql://u:hush@h/x",
                "postgresql:///x",
                "postgresql://u:hush@/x",
                "postgresql://u:hush@h:0/x",
                "postgresql://u:hush@h:65536/x",
                "postgresql://u:hush@h:five/x",
                "postgresql://u:hu sh@h/x",
                "postgresql://u:hush%@h/x",
                "postgresql://u@h/x?password=hush",
                "postgresql://u@h/x?ssl=true&user=hush",
            })
    void what_is_no_address_is_refused_without_quoting_the_password(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseUrl.parse(text))
                .withMessageContaining("database")
                .withMessageNotContaining("hush")
                .withNoCause();
    }
}
