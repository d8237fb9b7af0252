// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.database.embedded.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// What becomes of each thing that a schema may hold.
@TestInstance(Lifecycle.PER_CLASS)
final class DatabaseTypesTest {
    private EmbeddedDatabase database;
    private Connection connection;
    private String types;

    @BeforeAll
    void read() throws SQLException {
        database = EmbeddedDatabase.temporary();
        connection = DriverManager.getConnection(database.url().jdbcUrl(), database.url().login());
        try (var statement = connection.createStatement()) {
            statement.execute(
                    """
                    create schema shop;
                    set search_path = shop;
                    create type mood as enum ('glad', 'so "so"');
                    create domain price as numeric not null default 0;
                    create domain code as text;
                    create table orders (
                      id bigint generated always as identity primary key,
                      "full name" text not null,
                      mood mood,
                      moods mood[] not null default '{}',
                      paid boolean not null default false,
                      price price,
                      code code,
                      data jsonb,
                      total numeric generated always as (1) stored,
                      place point);
                    create table receipts (order_id bigint primary key references orders, at timestamptz default now());
                    create table lines (order_id bigint not null references orders, number int not null);
                    create view paid as select id, "full name" from orders where paid;
                    create function add(a int, b int default 1) returns int language sql return a + b;
                    create function open_orders() returns setof orders language sql as 'select * from shop.orders';
                    create function sums() returns table (mood mood, sum numeric) language sql
                      as 'select mood, sum(price) from shop.orders group by mood';
                    create function log(data jsonb) returns void language sql as '';
                    create function log(line text) returns void language sql as '';
                    create function hidden(int) returns int language sql return 1;
                    create function changed() returns trigger language plpgsql as
                      'begin select 1 into new.number; new.at := now(); return new; end';
                    create table notes (number int not null, at timestamptz not null, text text not null);
                    create trigger changed before insert on notes for each row execute function changed();
                    """);
        }
        types = flat(DatabaseTypes.of(connection, "shop"));
    }

    @AfterAll
    void close() throws SQLException {
        connection.close();
        database.close();
    }

    @Test
    void a_row_has_every_column_and_null_where_that_is_possible() {
        assertThat(types)
                .contains(
                        flat(
                                """
                                      Row: {
                                        code: string | null
                                        data: Json | null
                                        "full name": string
                                        id: number
                                        mood: Database["shop"]["Enums"]["mood"] | null
                                        moods: Database["shop"]["Enums"]["mood"][]
                                        paid: boolean
                                        place: unknown | null
                                        price: number
                                        total: number | null
                                      }
                                """));
    }

    @Test
    void an_insert_may_leave_out_what_has_a_default_and_may_not_give_what_is_computed() {
        assertThat(types)
                .contains(
                        flat(
                                """
                                      Insert: {
                                        code?: string | null
                                        data?: Json | null
                                        "full name": string
                                        id?: never
                                        mood?: Database["shop"]["Enums"]["mood"] | null
                                        moods?: Database["shop"]["Enums"]["mood"][]
                                        paid?: boolean
                                        place?: unknown | null
                                        price?: number
                                        total?: never
                                      }
                                """));
    }

    @Test
    void an_insert_may_leave_out_what_a_trigger_gives() {
        assertThat(types)
                .contains(
                        flat(
                                """
                                      Insert: {
                                        at?: string
                                        number?: number
                                        text: string
                                      }
                                """));
    }

    @Test
    void a_reference_says_whether_there_is_one_row_or_many() {
        assertThat(types)
                .contains(
                        flat(
                                """
                                          foreignKeyName: "receipts_order_id_fkey"
                                          columns: ["order_id"]
                                          isOneToOne: true
                                          referencedRelation: "orders"
                                          referencedColumns: ["id"]
                                """),
                        flat(
                                """
                                          foreignKeyName: "lines_order_id_fkey"
                                          columns: ["order_id"]
                                          isOneToOne: false
                                """));
    }

    @Test
    void a_view_can_be_read_only() {
        assertThat(types)
                .contains(
                        flat(
                                """
                                    paid: {
                                      Row: {
                                        "full name": string | null
                                        id: number | null
                                      }
                                      Relationships: []
                                    }
                                """));
    }

    @Test
    void functions_are_called_by_the_names_of_their_arguments() {
        assertThat(types)
                .contains(
                        "add: { Args: { a: number; b?: number }; Returns: number }",
                        "open_orders: { Args: never; Returns: Database[\"shop\"][\"Tables\"][\"orders\"][\"Row\"][] }",
                        "sums: { Args: never; Returns: { mood: Database[\"shop\"][\"Enums\"][\"mood\"]; sum: number }[] }",
                        "log: { Args: { data: Json }; Returns: undefined } | { Args: { line: string }; Returns: undefined }")
                .doesNotContain("hidden", "changed");
    }

    @Test
    void an_enum_is_the_union_of_its_labels() {
        assertThat(types).contains("mood: \"glad\" | \"so \\\"so\\\"\"");
    }

    /// Leaves out how far the lines are indented.
    private static String flat(String text) {
        return text.replaceAll("(?m)^ +", "");
    }
}
