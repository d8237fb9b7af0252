// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.gateway.catalog.Argument;
import dev.parley.gateway.catalog.Catalog;
import dev.parley.gateway.catalog.Column;
import dev.parley.gateway.catalog.ForeignKey;
import dev.parley.gateway.catalog.Function;
import dev.parley.gateway.catalog.Table;
import dev.parley.gateway.catalog.UnknownNameException;
import dev.parley.gateway.http.Parameters;
import dev.parley.gateway.query.QueryParser;
import dev.parley.gateway.query.RowRange;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StatementTest {
    private static final String EVIL = "x\"; drop table t; --";

    private static final Table ROOMS =
            new Table(
                    "public",
                    "rooms",
                    List.of(
                            new Column("id", "uuid", null),
                            new Column("name", "text", "'new'::text"),
                            new Column("data", "jsonb", null),
                            new Column("search", "tsvector", null),
                            new Column(EVIL, "text", null)),
                    List.of("id"));
    private static final Table NOTES =
            new Table(
                    "public",
                    "notes",
                    List.of(new Column("id", "bigint", null), new Column("room", "uuid", null)),
                    List.of("id"));
    private static final Catalog CATALOG =
            new Catalog(
                    Map.of("rooms", ROOMS, "notes", NOTES),
                    List.of(
                            new ForeignKey(
                                    "notes_room_fkey",
                                    "notes",
                                    List.of("room"),
                                    "rooms",
                                    List.of("id"),
                                    false)),
                    List.of(),
                    Map.of(),
                    Map.of());

    @Test
    void a_read_is_one_statement_whose_values_are_parameters() {
        var statement = read(ROOMS, "select=id,n:name::text&name=eq.it's&order=name.desc&limit=5");

        assertThat(statement.text())
                .isEqualTo(
                        "with parley_source as (select parley_t0.\"id\" as \"id\", cast(parley_t0.\"name\" as text) as \"n\""
                                + " from \"public\".\"rooms\" as parley_t0 where (parley_t0.\"name\") = ?"
                                + " order by parley_t0.\"name\" desc limit 5)"
                                + " select parley_head.total, parley_head.changed, parley_head.inserted, parley_part.begins, parley_part.bytes"
                                + " from (select null::bigint as total, null::bigint as changed, null::bigint as inserted) parley_head"
                                + " left join (select parley_at = 0 as begins, substring(parley_bytes from parley_at * 8192 + 1 for 8192) as bytes"
                                + " from (select parley_bytes, generate_series(0, (octet_length(parley_bytes) - 1) / 8192) as parley_at"
                                + " from (select convert_to(coalesce(to_json(parley_row)::text, 'null'), 'UTF8') as parley_bytes"
                                + " from parley_source parley_row offset 0) parley_item) parley_cut) parley_part on true");
        assertThat(statement.parameters()).containsExactly("it's");
    }

    // spotless:off
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            name=like.*x*                | (T."name") like ?                                                  | %x%
            name=not.ilike.x*            | not ((T."name") ilike ?)                                           | x%
            name=eq(any).{a,b}           | (T."name") = any (?)                                               | {a,b}
            name=in.(a,"b,c")            | (T."name") = any (?)                                               | {"a","b,c"}
            name=in.("q\\"\\\\")         | (T."name") = any (?)                                               | {"q\\"\\\\"}
            name=is.not_null             | (T."name") is not null                                             |
            data->a->>b=gt.1             | (T."data" -> ?::text ->> ?::text) > ?                              | a, b, 1
            data->0=cs.{}                | (T."data" -> ?::int) @> ?                                          | 0, {}
            search=fts(english).cat      | (T."search") @@ to_tsquery(?::regconfig, ?)                        | english, cat
            name=plfts.cat               | to_tsvector((T."name")) @@ plainto_tsquery(?)                      | cat
            or=(id.eq.1,not.and(id.lt.2,id.gt.3)) | ((T."id") = ? or not (((T."id") < ? and (T."id") > ?)))   | 1, 2, 3
            """)
    // spotless:on
    void a_condition_becomes_sql(String filter, String sql, String parameters) {
        var statement = read(ROOMS, "select=id&" + filter.replace("%", "%25"));

        assertThat(statement.text())
                .contains(" where " + sql.replace("T.", "parley_t0.") + " limit");
        assertThat(String.join(", ", statement.parameters()))
                .isEqualTo(parameters == null ? "" : parameters);
    }

    @Test
    void a_related_table_is_a_lateral_join() {
        var toOne = read(NOTES, "select=id,r:rooms!inner(name)").text();
        var toMany = read(ROOMS, "select=notes(id)&notes.id=gt.1").text();

        assertThat(toOne)
                .contains("row_to_json(parley_e1.*) as \"r\"")
                .contains(
                        " join lateral (select parley_t2.\"name\" as \"name\" from \"public\".\"rooms\" as parley_t2"
                                + " where parley_t2.\"id\" = parley_t0.\"room\" limit 9) parley_e1 on true");
        assertThat(toMany)
                .contains("coalesce(parley_e1.parley_rows, '[]') as \"notes\"")
                .contains(
                        " left join lateral (select json_agg(parley_row) as parley_rows from (select")
                .contains("where parley_t2.\"room\" = parley_t0.\"id\" and (parley_t2.\"id\") > ?");
    }

    @Test
    void names_are_quoted_whatever_they_are() {
        var name = "\"" + EVIL.replace("\"", "\\\"") + "\"";

        var text = read(ROOMS, "select=" + name + "&order=" + name + "&" + name + "=eq.1").text();

        assertThat(text).contains("parley_t0.\"x\"\"; drop table t; --\"");
        assertThat(text.replace("\"x\"\"; drop table t; --\"", "")).doesNotContain("drop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select=nothing",
                "select=\"id\\\"; drop table t; --\"",
                "nothing=eq.1",
                "order=nothing",
                "or=(id.eq.1,nothing.eq.2)",
                "not.and=(nothing.is.null)",
                "select=notes(nothing)",
                "select=nobody(id)",
                "nothing->a=eq.1",
                "nothing=in.(1)",
                "nothing=fts.a",
            })
    void names_that_are_not_in_the_catalog_are_refused(String query) {
        assertThatExceptionOfType(UnknownNameException.class).isThrownBy(() -> read(ROOMS, query));
    }

    @Test
    void hostile_values_stay_parameters() {
        var hostile = "1); drop table rooms; --";

        var statement =
                read(
                        ROOMS,
                        "select=x:data->\"'; drop\"&name=eq."
                                + hostile
                                + "&search=fts('; drop).a&name=in.(\"}'; drop\")");

        assertThat(statement.text()).doesNotContain("drop");
        assertThat(statement.parameters()).contains(hostile, "'; drop");
    }

    @Test
    void an_insert_takes_typed_columns_from_the_body() {
        var text =
                new WriteSql(ROOMS, null, Shape.ARRAY)
                        .insert(
                                "[{}]",
                                ROOMS.columns().subList(0, 2),
                                false,
                                new WriteSql.Conflict(List.of("id"), false))
                        .text();

        assertThat(text)
                .contains(
                        "insert into \"public\".\"rooms\" (\"id\", \"name\") select parley_new.\"id\", parley_new.\"name\""
                                + " from parley_body, lateral json_to_recordset(parley_body.json)"
                                + " as parley_new(\"id\" uuid, \"name\" text) on conflict (\"id\") do nothing returning 1");
    }

    @Test
    void a_change_returns_only_the_columns_it_needs() {
        var query = QueryParser.parse(Parameters.parse("select=name,notes(id)&id=eq.1&order=data"));
        var plan = Planner.plan(CATALOG, ROOMS, query, Long.MAX_VALUE);

        var text = new WriteSql(ROOMS, plan, Shape.ARRAY).delete(plan).text();

        assertThat(text)
                .contains(
                        "delete from \"public\".\"rooms\" as parley_t where (parley_t.\"id\") = ?"
                                + " returning \"parley_t\".\"name\", \"parley_t\".\"id\", \"parley_t\".\"data\")");
    }

    @Test
    void a_call_names_its_arguments() {
        var function =
                new Function(
                        "public",
                        "f",
                        List.of(
                                new Argument("a", "integer", true, false),
                                new Argument("b", "text[]", false, true)),
                        Function.Result.SCALAR,
                        false,
                        true,
                        null);

        var value = new CallSql.Wanted(null, RowRange.ALL, new Shape(true, false), false);

        var json = new CallSql(function, value).withJson(function.arguments(), "{}");
        var text =
                new CallSql(function, value).withText(Map.of(function.arguments().getFirst(), "1"));

        assertThat(json.text())
                .contains(
                        "from json_to_record(?::json) as parley_args(\"a\" integer, \"b\" text[]),"
                                + " lateral \"public\".\"f\"(\"a\" => parley_args.\"a\", variadic \"b\" => parley_args.\"b\")");
        assertThat(text.text()).contains("\"public\".\"f\"(\"a\" => cast(? as integer))");
        assertThat(text.parameters()).containsExactly("1");
    }

    private static Statement read(Table table, String query) {
        var parsed = QueryParser.parse(Parameters.parse(query));
        return ReadSql.read(table, Planner.plan(CATALOG, table, parsed, 9), Shape.ARRAY, false);
    }
}
