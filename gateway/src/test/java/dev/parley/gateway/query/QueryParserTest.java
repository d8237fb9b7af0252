// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.gateway.http.Parameters;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class QueryParserTest {
    @Test
    void the_whole_query_of_supabase_js_is_understood() {
        var query =
                parse(
                        "select=id%2Cu%3Ausers%28id%29&room_id=eq.1&id=gt.10&k=in.%28a%2C%22b%2Cc%22%29&d=is.null"
                                + "&or=%28a.eq.1%2Cb.eq.2%29&order=id.desc&limit=20");

        assertThat(query.select())
                .containsExactly(
                        value("id"),
                        new SelectItem.Embed("users", "u", null, false, List.of(value("id"))));
        assertThat(query.root().conditions())
                .containsExactly(
                        compare("room_id", Operator.EQ, "1"),
                        compare("id", Operator.GT, "10"),
                        new Condition.In(field("k"), List.of("a", "b,c")),
                        new Condition.Is(field("d"), Condition.Truth.NULL),
                        new Condition.Or(
                                List.of(
                                        compare("a", Operator.EQ, "1"),
                                        compare("b", Operator.EQ, "2"))));
        assertThat(query.root().order()).containsExactly(new Order(field("id"), true, null));
        assertThat(query.root().range()).isEqualTo(new RowRange(20L, 0));
    }

    @ParameterizedTest(name = "{0} is {1} {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a=neq.1           | NEQ   | 1
                    a=gte.2026-01-01  | GTE   | 2026-01-01
                    a=lt.x.y          | LT    | x.y
                    a=like.%25x%25    | LIKE  | %x%
                    a=ilike.*y*       | ILIKE | *y*
                    a=cs.{a,b}        | CS    | {a,b}
                    a=cs.{"k":1}      | CS    | {"k":1}
                    a=cd.{1}          | CD    | {1}
                    a=ov.{1,2}        | OV    | {1,2}
                    a=eq."q"          | EQ    | "q"
                    a=eq.             | EQ    | ''
                    a=match.^x        | MATCH | ^x
                    """)
    void each_operator_keeps_its_value(String text, Operator operator, String value) {
        assertThat(parse(text).root().conditions()).containsExactly(compare("a", operator, value));
    }

    @Test
    void any_and_all_compare_with_an_array() {
        assertThat(parse("a=like(any).{x*,y*}").root().conditions())
                .containsExactly(
                        new Condition.Compare(
                                field("a"), Operator.LIKE, Condition.Quantifier.ANY, "{x*,y*}"));
    }

    @Test
    void full_text_search_may_name_its_language() {
        assertThat(parse("a=wfts.foo bar&b=not.fts(english).cat").root().conditions())
                .containsExactly(
                        new Condition.Search(
                                field("a"), Condition.SearchKind.WFTS, null, "foo bar"),
                        new Condition.Not(
                                new Condition.Search(
                                        field("b"), Condition.SearchKind.FTS, "english", "cat")));
    }

    @Test
    void trees_nest_and_their_values_may_be_quoted_or_in_braces() {
        assertThat(
                        parse(
                                        "not.or=(a.eq.\"x,y)\",and(b.cs.{1,2},c.not.in.(1,2)),not.and(d.is.true))")
                                .root()
                                .conditions())
                .containsExactly(
                        new Condition.Not(
                                new Condition.Or(
                                        List.of(
                                                compare("a", Operator.EQ, "x,y)"),
                                                new Condition.And(
                                                        List.of(
                                                                compare("b", Operator.CS, "{1,2}"),
                                                                new Condition.Not(
                                                                        new Condition.In(
                                                                                field("c"),
                                                                                List.of(
                                                                                        "1",
                                                                                        "2"))))),
                                                new Condition.Not(
                                                        new Condition.And(
                                                                List.of(
                                                                        new Condition.Is(
                                                                                field("d"),
                                                                                Condition.Truth
                                                                                        .TRUE))))))));
    }

    @Test
    void a_quote_that_does_not_close_at_the_end_of_a_value_is_a_character() {
        assertThat(parse("a=in.(x,\"b,\"c\")").root().conditions())
                .containsExactly(new Condition.In(field("a"), List.of("x", "\"b", "c")));
    }

    @Test
    void a_quoted_value_may_hold_escaped_quotes() {
        assertThat(parse("a=in.(\"say \\\"hi\\\"\",\"back\\\\slash\")").root().conditions())
                .containsExactly(
                        new Condition.In(field("a"), List.of("say \"hi\"", "back\\slash")));
    }

    @Test
    void json_paths_are_steps() {
        var path =
                new Field(
                        "data",
                        List.of(
                                new JsonStep(false, "a", false),
                                new JsonStep(false, "0", true),
                                new JsonStep(true, "b c", false)));

        assertThat(parse("select=data->a->0->>b c,x:n::text").select())
                .containsExactly(
                        new SelectItem.Value(path, null, null),
                        new SelectItem.Value(field("n"), "x", "text"));
        assertThat(parse("data->a->0->>b c=eq.1").root().conditions())
                .containsExactly(new Condition.Compare(path, Operator.EQ, null, "1"));
        assertThat(path.outputName()).isEqualTo("b c");
    }

    @Test
    void orders_say_where_nulls_go() {
        assertThat(parse("order=a.asc.nullslast,b,c.desc.nullsfirst,d.nullsfirst").root().order())
                .containsExactly(
                        new Order(field("a"), false, false),
                        new Order(field("b"), false, null),
                        new Order(field("c"), true, true),
                        new Order(field("d"), false, true));
    }

    @Test
    void embedded_relations_have_their_own_filters_order_and_page() {
        var query =
                parse(
                        "select=*,u:users!fk!inner(*,x(y))&u.id=eq.1&u.order=id.desc&u.limit=5&u.x.or=(y.eq.1,y.eq.2)");

        assertThat(query.select().get(1))
                .isEqualTo(
                        new SelectItem.Embed(
                                "users",
                                "u",
                                "fk",
                                true,
                                List.of(
                                        new SelectItem.Star(),
                                        new SelectItem.Embed(
                                                "x", null, null, false, List.of(value("y"))))));
        assertThat(query.scope(List.of("u")))
                .isEqualTo(
                        new Query.Scope(
                                List.of(compare("id", Operator.EQ, "1")),
                                List.of(new Order(field("id"), true, null)),
                                new RowRange(5L, 0)));
        assertThat(query.scope(List.of("u", "x")).conditions()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "or=(and(a.eq.1,b.eq.2), and(a.eq.2,b.eq.1))",
                "or= ( and ( a.eq.1, b.eq.2),\tand\t(a.eq.2,\t b.eq.1)\t) ",
                "or=(and(a.eq.1,b.eq.2) ,and( a .eq.2,b.eq.1) )",
                "or=(and(a.eq.1,\"b\" .eq.2),and(a.eq.2, \"b\".eq.1))"
            })
    void blanks_between_the_parts_of_a_tree_do_not_count(String text) {
        assertThat(parse(text)).isEqualTo(parse("or=(and(a.eq.1,b.eq.2),and(a.eq.2,b.eq.1))"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    or=(not.and (a.eq.1,b.eq.2), a.in. (1,2) ,c.is.null) | or=(not.and(a.eq.1,b.eq.2),a.in.(1,2),c.is.null)
                    select=a , b:c, d ( * , e ) ,*                      | select=a,b:c,d(*,e),*
                    order=a.desc, b , c.nullslast                       | order=a.desc,b,c.nullslast
                    columns=a, "b" , c                                  | columns=a,"b",c
                    on_conflict=a , b                                   | on_conflict=a,b
                    u.or=(a.eq.1, b.eq.2)&select=u(*)                   | u.or=(a.eq.1,b.eq.2)&select=u(*)
                    """)
    void blanks_around_names_and_commas_do_not_count(String text, String plain) {
        assertThat(parse(text)).isEqualTo(parse(plain));
    }

    @Test
    void blanks_within_a_value_are_part_of_it() {
        assertThat(parse("or=(a.eq. x ,b.in.( y,z ))").root().conditions())
                .containsExactly(
                        new Condition.Or(
                                List.of(
                                        compare("a", Operator.EQ, " x "),
                                        new Condition.In(field("b"), List.of("y", "z ")))));
    }

    @Test
    void a_request_embeds_so_many_resources_at_most() {
        var most = String.join(",", Collections.nCopies(16, "a(b(c))"));

        assertThat(parse("select=" + most).select()).hasSize(16);
        assertThatExceptionOfType(QuerySyntaxException.class)
                .isThrownBy(() -> parse("select=" + most + ",d(*)"));
    }

    @Test
    void columns_and_conflict_targets_are_names() {
        var query = parse("columns=\"a\",\"b,c\"&on_conflict=x,y");

        assertThat(query.columns()).containsExactly("a", "b,c");
        assertThat(query.onConflict()).containsExactly("x", "y");
    }

    @Test
    void a_call_by_get_tells_arguments_from_filters() {
        var query =
                QueryParser.parseCall(
                        Parameters.parse("limit=5&a=eq.1&b=plain&c=eq.2&select=x"),
                        name -> name.equals("limit") || name.equals("a"));

        assertThat(query.arguments()).isEqualTo(Map.of("limit", "5", "a", "eq.1", "b", "plain"));
        assertThat(query.root().conditions()).containsExactly(compare("c", Operator.EQ, "2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=1",
                "a=foo.1",
                "a=eq",
                "a=in.1",
                "a=in.(1",
                "a=is.maybe",
                "a=fts(x.y",
                "a=eq(some).1",
                "a=neq(any).1",
                "or=a.eq.1",
                "or=(a.eq.1",
                "or=(a.eq.1)x",
                "or=()",
                "or=(a)",
                "or=(a.cs.{1)",
                "select=a,",
                "select=a(b",
                "select=a)",
                "select=a::text;drop table x",
                "select=a::text)--",
                "select=a::\"text\"",
                "select=a->",
                "select=a->-b",
                "select=...u(id)",
                "select=count()",
                "select=id.sum()",
                "select=\"a",
                "select=a'b",
                "order=a.up",
                "order=a desc;",
                "order=u(name)",
                "limit=-1",
                "limit=x",
                "limit=99999999999999999999",
                "offset=1.5",
                "a;b=eq.1",
                "a'=eq.1",
                "a->b.c=eq.1",
                "columns=a;b",
                "on_conflict=(a)",
                "=eq.1",
            })
    void what_the_grammar_does_not_know_is_refused(String text) {
        assertThatExceptionOfType(QuerySyntaxException.class)
                .isThrownBy(() -> parse(text))
                .satisfies(refusal -> assertThat(refusal.details()).isNotBlank());
    }

    @Test
    void nesting_has_an_end() {
        var deep = "a(".repeat(20) + "b" + ")".repeat(20);
        var tree = "(" + "and(".repeat(40) + "a.eq.1" + ")".repeat(41);

        assertThatExceptionOfType(QuerySyntaxException.class)
                .isThrownBy(() -> parse("select=" + deep));
        assertThatExceptionOfType(QuerySyntaxException.class).isThrownBy(() -> parse("or=" + tree));
    }

    @Test
    void a_refusal_says_where_it_stopped() {
        assertThatExceptionOfType(QuerySyntaxException.class)
                .isThrownBy(() -> parse("a=foo.1"))
                .withMessage("\"failed to parse filter (foo.1)\" (line 1, column 4)")
                .satisfies(refusal ->
                        assertThat(refusal.details())
                                .isEqualTo("unexpected \".\" expecting operator (eq, gt, ...)"));
    }

    private static Query parse(String text) {
        return QueryParser.parse(Parameters.parse(text.replace("+", "%2B")));
    }

    private static Field field(String column) {
        return new Field(column, List.of());
    }

    private static SelectItem value(String column) {
        return new SelectItem.Value(field(column), null, null);
    }

    private static Condition compare(String column, Operator operator, String value) {
        return new Condition.Compare(field(column), operator, null, value);
    }
}
