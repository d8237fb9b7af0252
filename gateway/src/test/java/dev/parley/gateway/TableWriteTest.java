// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(ProjectExtension.class)
final class TableWriteTest {
    private static final String BACK = "return=representation";
    private static final String OBJECT = "application/vnd.pgrst.object+json";

    private final Project project;
    private final Caller user;

    TableWriteTest(Project project) {
        this.project = project;
        this.user = project.user();
    }

    @Test
    void an_insert_answers_nothing_unless_asked() {
        var reply = user.post("/rest/v1/notes", "{\"title\":\"quiet\"}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void an_insert_can_answer_what_was_written_with_its_relations() {
        var reply =
                user.post(
                        "/rest/v1/notes?select=title,tags,score,people!notes_author_fkey(name)",
                        "{\"title\":\"loud\",\"tags\":[\"x\",\"y\"],\"score\":\"5\"}",
                        "Prefer",
                        BACK);

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.header("Preference-Applied")).hasValue(BACK);
        assertThat(reply.json().at("/0/tags")).isEqualTo(Project.json("[\"x\",\"y\"]"));
        assertThat(reply.json().at("/0/score").asInt()).isEqualTo(5);
        assertThat(reply.json().at("/0/people/name").asText()).hasSize(8);
    }

    @Test
    void an_insert_without_members_takes_defaults_or_says_what_is_missing() {
        assertThat(user.post("/rest/v1/notes", "{}").refusal()).isEqualTo("400 23502");
        assertThat(user.post("/rest/v1/notes", "[]", "Prefer", BACK).body()).isEqualTo("[]");
    }

    @Test
    void columns_choose_what_is_taken_and_missing_members_are_null_or_default() {
        var path = "/rest/v1/counters?columns=\"name\",\"value\"".replace("\"", "%22");

        var nulls = user.post(path, "[{\"name\":\"n1\"}]");
        var defaults =
                user.post(
                        path,
                        "[{\"name\":\"n2\",\"other\":1},{\"name\":\"n3\",\"value\":1}]",
                        "Prefer",
                        "missing=default," + BACK);

        assertThat(nulls.refusal()).isEqualTo("400 23502");
        assertThat(defaults.json())
                .isEqualTo(
                        Project.json(
                                "[{\"name\":\"n2\",\"value\":7},{\"name\":\"n3\",\"value\":1}]"));
    }

    @Test
    void a_member_that_is_missing_is_numbered_like_one_that_nobody_named() {
        var path = "/rest/v1/posts?select=id,body,reply_to&columns=id,body,reply_to";
        var prefer = "missing=default," + BACK;

        var mixed =
                user.post(path, "[{\"id\":-1,\"body\":\"a\"},{\"body\":\"b\"}]", "Prefer", prefer);
        var all = user.post(path, "[{\"body\":\"c\"},{\"body\":\"d\"}]", "Prefer", prefer);

        assertThat(mixed.status()).as(mixed.body()).isEqualTo(201);
        assertThat(mixed.json().at("/0/id").asLong()).isEqualTo(-1);
        assertThat(mixed.json().at("/1/id").asLong()).isPositive();
        assertThat(mixed.json().at("/1/reply_to").isNull()).isTrue();
        assertThat(all.json().at("/1/id").asLong()).isEqualTo(all.json().at("/0/id").asLong() + 1);
    }

    @Test
    void an_update_can_put_back_defaults() {
        user.post("/rest/v1/counters", "{\"name\":\"back\",\"value\":1}");

        var reply =
                user.send(
                        "PATCH",
                        "/rest/v1/counters?name=eq.back&columns=value",
                        "{\"other\":1}",
                        "Prefer",
                        "missing=default," + BACK);

        assertThat(reply.body()).isEqualTo("[{\"name\":\"back\",\"value\":7}]");
    }

    @Test
    void a_page_does_not_hide_what_a_change_reached() {
        user.post("/rest/v1/counters", "[{\"name\":\"page-1\"},{\"name\":\"page-2\"}]");

        var reply =
                user.send(
                        "DELETE",
                        "/rest/v1/counters?name=like.page-*&order=name.desc&limit=1&offset=1",
                        "",
                        "Prefer",
                        BACK);

        assertThat(reply.json())
                .isEqualTo(
                        Project.json(
                                "[{\"name\":\"page-2\",\"value\":7},{\"name\":\"page-1\",\"value\":7}]"));
    }

    @Test
    void max_affected_is_not_for_inserts() {
        var reply =
                user.post(
                        "/rest/v1/counters",
                        "[{\"name\":\"most-1\"},{\"name\":\"most-2\"}]",
                        "Prefer",
                        "handling=strict, max-affected=1");

        assertThat(reply.status()).isEqualTo(201);
    }

    @ParameterizedTest(name = "{0} {1} {2} → {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    POST  | notes               | {"title":"a\\u0000b"}                  | 400 22P05
                    POST  | notes               | {"title":"x","data":{"k":"\\u0000"}}    | 400 22P05
                    POST  | notes               | {"title":"x","data":{"\\u0000":1}}      | 400 22P05
                    POST  | notes               | {"title\\u0000":"x"}                    | 400 PGRST204
                    GET   | no%00tes            |                                         | 400 gateway_400
                    GET   | rpc/no%00thing      |                                         | 400 gateway_400
                    POST  | rpc/twice           | {"b":"\\u0000"}                         | 400 22P05
                    POST  | rpc/twice           | {"b\\u0000":"x"}                        | 404 PGRST202
                    POST  | rpc/typed           | {"id":"\\u0000","at":null,"list":null}  | 400 22P05
                    """)
    void a_nul_is_refused(String method, String path, @Nullable String body, String refusal) {
        assertThat(user.send(method, "/rest/v1/" + path, body == null ? "" : body).refusal())
                .isEqualTo(refusal);
    }

    @Test
    void an_upsert_merges_or_ignores() {
        user.post("/rest/v1/counters", "{\"name\":\"up\",\"value\":1}");

        var merged =
                user.post(
                        "/rest/v1/counters",
                        "{\"name\":\"up\",\"value\":2}",
                        "Prefer",
                        "resolution=merge-duplicates," + BACK);
        var mixed =
                user.post(
                        "/rest/v1/counters?on_conflict=name",
                        "[{\"name\":\"up\",\"value\":3},{\"name\":\"up2\",\"value\":3}]",
                        "Prefer",
                        "resolution=merge-duplicates");
        var ignored =
                user.post(
                        "/rest/v1/counters?on_conflict=name",
                        "[{\"name\":\"up\",\"value\":4},{\"name\":\"up3\",\"value\":4}]",
                        "Prefer",
                        "resolution=ignore-duplicates," + BACK);

        assertThat(merged.status() + merged.body()).isEqualTo("200[{\"name\":\"up\",\"value\":2}]");
        assertThat(mixed.status()).isEqualTo(201);
        assertThat(ignored.status() + ignored.body())
                .isEqualTo("201[{\"name\":\"up3\",\"value\":4}]");
        assertThat(user.get("/rest/v1/counters?name=eq.up&select=value").body())
                .isEqualTo("[{\"value\":3}]");
    }

    @Test
    void an_update_changes_what_the_filter_and_the_policy_allow() {
        user.post("/rest/v1/notes", "{\"title\":\"before\"}");

        var mine =
                user.send(
                        "PATCH",
                        "/rest/v1/notes?title=eq.before&select=title,score",
                        "{\"title\":\"after\",\"score\":3}",
                        "Prefer",
                        BACK);
        var quiet = user.send("PATCH", "/rest/v1/notes?title=eq.after", "{\"score\":4}");
        var others =
                project.user()
                        .send(
                                "PATCH",
                                "/rest/v1/notes?title=eq.after",
                                "{\"score\":5}",
                                "Prefer",
                                BACK + ",count=exact");

        assertThat(mine.status() + mine.body()).isEqualTo("200[{\"title\":\"after\",\"score\":3}]");
        assertThat(quiet.status() + quiet.body()).isEqualTo("204");
        assertThat(others.status() + others.body()).isEqualTo("200[]");
        assertThat(others.header("Content-Range")).hasValue("*/0");
    }

    @Test
    void a_delete_can_answer_what_was_removed() {
        user.post("/rest/v1/comments", "{\"note_id\":" + note() + ",\"body\":\"gone\"}");

        var reply =
                user.send(
                        "DELETE", "/rest/v1/comments?body=eq.gone&select=body", "", "Prefer", BACK);

        assertThat(reply.status() + reply.body()).isEqualTo("200[{\"body\":\"gone\"}]");
        assertThat(user.send("DELETE", "/rest/v1/comments?body=eq.gone", "").status())
                .isEqualTo(204);
    }

    @Test
    void a_change_of_all_rows_is_refused() {
        assertThat(user.send("PATCH", "/rest/v1/notes", "{\"score\":1}").refusal())
                .isEqualTo("400 21000");
        assertThat(user.send("DELETE", "/rest/v1/notes?select=id", "").refusal())
                .isEqualTo("400 21000");
    }

    @Test
    void a_change_that_is_refused_afterwards_is_not_kept() {
        var path = "/rest/v1/counters?name=like.kept*";
        user.post("/rest/v1/counters", "[{\"name\":\"kept1\"},{\"name\":\"kept2\"}]");

        var tooMany =
                user.send(
                        "PATCH",
                        path,
                        "{\"value\":1}",
                        "Prefer",
                        "handling=strict, max-affected=1");
        var notOne =
                user.send(
                        "DELETE",
                        path,
                        "",
                        "Prefer",
                        BACK,
                        "Accept",
                        "application/vnd.pgrst.object+json");
        var tried = user.send("DELETE", path, "", "Prefer", "tx=rollback");

        assertThat(tooMany.refusal()).isEqualTo("400 PGRST124");
        assertThat(notOne.refusal()).isEqualTo("406 PGRST116");
        assertThat(tried.status()).isEqualTo(204);
        assertThat(user.get(path + "&select=value").body())
                .isEqualTo("[{\"value\":7}, \n {\"value\":7}]");
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    DELETE | counters?name=like.one-*       |                                            |
                    DELETE | counters?name=like.one-*       |                                            | return=minimal
                    DELETE | counters?name=like.one-*       |                                            | return=headers-only
                    DELETE | counters?name=like.one-*       |                                            | return=representation
                    DELETE | counters?name=like.one-*       |                                            | tx=rollback
                    DELETE | counters?name=like.one-*&limit=1&order=name |                               | return=representation
                    DELETE | counters?name=eq.one           |                                            |
                    PATCH  | counters?name=like.one-*       | {"value":1}                                |
                    PATCH  | counters?name=like.one-*       | {"value":1}                                | return=representation
                    PATCH  | counters?name=like.one-*       | {}                                         |
                    PATCH  | counters?name=eq.one           | {"value":1}                                |
                    POST   | counters                       | [{"name":"one-3"},{"name":"one-4"}]        |
                    POST   | counters                       | [{"name":"one-3"},{"name":"one-4"}]        | return=representation
                    POST   | counters                       | []                                         |
                    POST   | counters?on_conflict=name      | [{"name":"one-1","value":1},{"name":"one-2","value":1}] | resolution=merge-duplicates
                    POST   | counters                       | {"name":"one-1","value":1}                 | resolution=ignore-duplicates
                    """)
    void one_object_is_asked_for_and_any_other_number_of_rows_changes_nothing(
            String method, String path, @Nullable String body, @Nullable String prefer) {
        project.user().send("DELETE", "/rest/v1/counters?name=like.one*", "");
        user.post("/rest/v1/counters", "[{\"name\":\"one-1\"},{\"name\":\"one-2\"}]");

        var reply =
                user.send(
                        method,
                        "/rest/v1/" + path,
                        body == null ? "" : body,
                        "Accept",
                        OBJECT,
                        "Prefer",
                        prefer == null ? "" : prefer);

        assertThat(reply.refusal()).isEqualTo("406 PGRST116");
        assertThat(user.get("/rest/v1/counters?name=like.one*&order=name").body())
                .isEqualTo(
                        "[{\"name\":\"one-1\",\"value\":7}, \n {\"name\":\"one-2\",\"value\":7}]");
    }

    @Test
    void one_object_is_asked_for_and_one_row_changes() {
        var made = user.post("/rest/v1/counters", "{\"name\":\"single\"}", "Accept", OBJECT);
        var changed =
                user.send(
                        "PATCH",
                        "/rest/v1/counters?name=eq.single",
                        "{\"value\":8}",
                        "Accept",
                        OBJECT);
        var removed =
                user.send(
                        "DELETE",
                        "/rest/v1/counters?name=eq.single",
                        "",
                        "Accept",
                        OBJECT,
                        "Prefer",
                        BACK);

        assertThat(made.status() + made.body()).isEqualTo("201");
        assertThat(changed.status() + changed.body()).isEqualTo("204");
        assertThat(removed.status() + removed.body())
                .isEqualTo("200{\"name\":\"single\",\"value\":8}");
    }

    @Test
    void one_object_is_asked_for_and_the_row_that_changed_is_not_shown() {
        var reply =
                user.post(
                        "/rest/v1/notes?select=title,comments!inner(id)",
                        "{\"title\":\"without comments\"}",
                        "Accept",
                        OBJECT,
                        "Prefer",
                        BACK);

        assertThat(reply.refusal()).isEqualTo("406 PGRST116");
        assertThat(user.get("/rest/v1/notes?title=eq.without%20comments").body()).isEqualTo("[]");
    }

    @ParameterizedTest(name = "{0} {1} {2} → {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    POST   | notes            | {"title":"x","nothing":1}          | 400 PGRST204
                    POST   | notes            | [{"title":"x"},{"score":1}]        | 400 PGRST102
                    POST   | notes            | [1]                                | 400 PGRST102
                    POST   | notes            | {"title":                          | 400 PGRST102
                    POST   | notes            | {"title":"x"} {}                   | 400 PGRST102
                    POST   | notes            | {"title":"x","score":"many"}       | 400 22P02
                    POST   | notes?columns=no | {"title":"x"}                      | 400 PGRST204
                    POST   | comments         | {"note_id":-1,"body":"x"}          | 409 23503
                    POST   | secrets          | {"id":1}                           | 403 42501
                    POST   | notes            | {"title":"x","author":"00000000-0000-4000-8000-000000000000"} | 403 42501
                    PATCH  | notes?id=eq.1    | [{"title":"x"}]                    | 400 PGRST102
                    PATCH  | notes?no=eq.1    | {"title":"x"}                      | 400 42703
                    PUT    | notes?id=eq.1    | {"title":"x"}                      | 405 PGRST117
                    """)
    void a_wrong_change_is_refused(String method, String path, String body, String refusal) {
        assertThat(user.send(method, "/rest/v1/" + path, body).refusal()).isEqualTo(refusal);
    }

    @Test
    void what_exists_already_is_a_conflict() {
        user.post("/rest/v1/counters", "{\"name\":\"twin\"}");

        assertThat(user.post("/rest/v1/counters", "{\"name\":\"twin\"}").refusal())
                .isEqualTo("409 23505");
    }

    @Test
    void who_has_not_signed_in_gets_401() {
        assertThat(project.anon().post("/rest/v1/notes", "{\"title\":\"x\"}").refusal())
                .isEqualTo("401 42501");
    }

    @Test
    void only_json_is_taken() {
        assertThat(user.post("/rest/v1/notes", "title\nx", "Content-Type", "text/csv").refusal())
                .isEqualTo("415 PGRST102");
        assertThat(
                        user.post(
                                        "/rest/v1/notes",
                                        "{\"title\":\"x\"}",
                                        "Prefer",
                                        "handling=strict, foo=bar")
                                .refusal())
                .isEqualTo("400 PGRST122");
    }

    @Test
    void a_body_that_is_too_large_is_refused() {
        var reply = user.post("/rest/v1/notes", "{\"title\":\"" + "x".repeat(20_000) + "\"}");

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.header("Access-Control-Allow-Origin")).hasValue("*");
    }

    private String note() {
        return user.post("/rest/v1/notes?select=id", "{\"title\":\"n\"}", "Prefer", BACK)
                .json()
                .at("/0/id")
                .asText();
    }
}
