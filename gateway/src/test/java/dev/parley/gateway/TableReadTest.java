// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(ProjectExtension.class)
final class TableReadTest {
    private final Project project;
    private final Caller user;
    private final String mine;

    TableReadTest(Project project) {
        this.project = project;
        this.user = project.user();
        this.mine =
                "author=eq."
                        + Project.json(user.post("/rest/v1/rpc/who", "{}").body())
                                .path("sub")
                                .asText();
    }

    @BeforeEach
    void write_three_notes() {
        var reply =
                user.post(
                        "/rest/v1/notes",
                        """
                        [{"title":"one","score":1,"tags":["a","b"],"data":{"k":"x","n":{"m":[5,6]}},"odd \\"name":"q"},
                         {"title":"two, too","score":2,"tags":["b"],"data":{"k":"y"},"odd \\"name":null},
                         {"title":"three \\"quoted\\"","score":null,"tags":[],"data":{},"odd \\"name":null}]
                        """);
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
    }

    // spotless:off
    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            title=eq.one                               | one
            title=neq.one                              | two, too/three "quoted"
            score=gt.1                                 | two, too
            score=gte.1                                | one/two, too
            score=lt.2                                 | one
            score=lte.1                                | one
            title=like.t*                              | two, too/three "quoted"
            title=like.%25ee%25                        | three "quoted"
            title=ilike.T*                             | two, too/three "quoted"
            title=like(any).{o*,*oo}                   | one/two, too
            title=in.(one,"two, too")                  | one/two, too
            title=in.("three \\"quoted\\"")            | three "quoted"
            title=not.in.(one)                         | two, too/three "quoted"
            title=in.()                                |
            score=is.null                              | three "quoted"
            score=not.is.null                          | one/two, too
            score=eq(any).{1,2}                        | one/two, too
            score=isdistinct.1                         | two, too/three "quoted"
            tags=cs.{a}                                | one
            tags=cd.{a,b}                              | one/two, too/three "quoted"
            tags=ov.{a,c}                              | one
            data=cs.{"k":"x"}                          | one
            data->>k=eq.y                              | two, too
            data->n->m->>1=eq.6                        | one
            data->n->m->0=eq.5                         | one
            title=match.^t                             | two, too/three "quoted"
            title=wfts(english).quoted                 | three "quoted"
            title=plfts(simple).one                    | one
            or=(score.eq.1,title.like.three*)          | one/three "quoted"
            or=(score.eq.2,and(score.eq.1,tags.cs.{a}))| one/two, too
            not.or=(score.eq.1,score.is.null)          | two, too
            or=(title.eq."two, too",score.eq.9)        | two, too
            "odd \\"name"=eq.q                         | one
            """)
    // spotless:on
    void a_filter_chooses_rows(String filter, String titles) {
        var reply = user.get("/rest/v1/notes?select=title&order=id&" + mine + "&" + url(filter));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(
                        String.join(
                                "/",
                                reply.json()
                                        .valueStream()
                                        .map(n -> n.path("title").asText())
                                        .toList()))
                .isEqualTo(titles == null ? "" : titles);
    }

    // spotless:off
    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            title,score                     | {"title":"one","score":1}
            t:title,s:score::text           | {"t":"one","s":"1"}
            data->>k                        | {"k":"x"}
            m:data->n->m                    | {"m":[5,6]}
            data->n->m->1                   | {"m":6}
            "odd \\"name"                   | {"odd \\"name":"q"}
            x:"odd \\"name"                 | {"x":"q"}
            tags                            | {"tags":["a","b"]}
            created_at                      | {"created_at":"2026-01-01T00:00:00+00:00"}
            """)
    // spotless:on
    void a_selection_shapes_the_row(String select, String row) {
        var reply =
                user.get(
                        "/rest/v1/notes?title=eq.one&" + mine + "&select=" + url(select),
                        "Accept",
                        "application/vnd.pgrst.object+json");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.json()).isEqualTo(Project.json(row));
        assertThat(reply.header("Content-Type"))
                .hasValue("application/vnd.pgrst.object+json; charset=utf-8");
    }

    @Test
    void order_says_where_nulls_go() {
        assertThat(titles("order=score.desc.nullslast")).startsWith("two, too");
        assertThat(titles("order=score.desc")).startsWith("three");
        assertThat(titles("order=score.asc.nullsfirst,title.desc")).startsWith("three");
        assertThat(titles("order=data-%3E%3Ek.desc.nullslast")).startsWith("two, too");
    }

    @Test
    void pages_say_where_they_stand() {
        var counted = user.get("/rest/v1/notes?select=id&limit=2&" + mine, "Prefer", "count=exact");
        var second =
                user.get(
                        "/rest/v1/notes?select=id&offset=2&limit=2&" + mine,
                        "Prefer",
                        "count=exact");
        var plain = user.get("/rest/v1/notes?select=id&limit=2&" + mine);
        var ranged = user.get("/rest/v1/notes?select=id&" + mine, "Range", "1-1");
        var past = user.get("/rest/v1/notes?select=id&offset=9&" + mine, "Prefer", "count=exact");
        var none = user.get("/rest/v1/notes?id=eq.0", "Prefer", "count=exact");

        assertThat(counted.status() + counted.header("Content-Range").orElse(""))
                .isEqualTo("2060-1/3");
        assertThat(second.header("Content-Range")).hasValue("2-2/3");
        assertThat(plain.status() + plain.header("Content-Range").orElse("")).isEqualTo("2000-1/*");
        assertThat(ranged.header("Content-Range")).hasValue("1-1/*");
        assertThat(past.refusal()).isEqualTo("416 PGRST103");
        assertThat(none.status() + none.header("Content-Range").orElse("")).isEqualTo("200*/0");
    }

    @Test
    void head_counts_without_a_body() {
        var reply =
                user.send("HEAD", "/rest/v1/notes?select=id&" + mine, "", "Prefer", "count=exact");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Range")).hasValue("0-2/3");
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void no_answer_has_more_rows_than_allowed() {
        assertThat(user.get("/rest/v1/rpc/numbers?n=500").json().size()).isEqualTo(100);
        user.post(
                "/rest/v1/comments",
                "["
                        + ("{\"note_id\":" + firstId() + ",\"body\":\"x\"},").repeat(150)
                        + "{\"note_id\":"
                        + firstId()
                        + ",\"body\":\"x\"}]");

        var rows = user.get("/rest/v1/comments?select=id&limit=1000").json();
        var embedded = user.get("/rest/v1/notes?select=comments(id)&id=eq." + firstId()).json();

        assertThat(rows.size()).isEqualTo(100);
        assertThat(embedded.at("/0/comments").size()).isEqualTo(100);
    }

    @Test
    void related_rows_come_along_by_foreign_key() {
        user.post(
                "/rest/v1/comments",
                "[{\"note_id\":%1$s,\"body\":\"c1\"},{\"note_id\":%1$s,\"body\":\"c2\"},{\"note_id\":%1$s,\"body\":\"c3\"}]"
                        .formatted(firstId()));

        var note =
                user.get(
                                "/rest/v1/notes?id=eq."
                                        + firstId()
                                        + "&select=title,by:people!notes_author_fkey(name),reviewer(name),comments(body,notes(title))"
                                        + "&comments.order=body.desc&comments.limit=2&comments.body=neq.c2")
                        .json()
                        .path(0);

        assertThat(note.at("/by/name").asText()).hasSize(8);
        assertThat(note.path("reviewer").isNull()).isTrue();
        assertThat(note.path("comments"))
                .isEqualTo(
                        Project.json(
                                "[{\"body\":\"c3\",\"notes\":{\"title\":\"one\"}},{\"body\":\"c1\",\"notes\":{\"title\":\"one\"}}]"));
    }

    @Test
    void the_key_of_the_project_is_no_filter() {
        var caller = new Caller(user.port(), "", "");
        var path = "/rest/v1/posts?limit=0&apikey=" + user.key();

        var anon = caller.get(path);
        var header = user.get(path);

        assertThat(anon.refusal()).isEqualTo("401 42501");
        assertThat(header.body()).isEqualTo("[]");
    }

    @Test
    void related_rows_can_be_counted() {
        user.post(
                "/rest/v1/comments",
                "[{\"note_id\":%1$s,\"body\":\"c1\"},{\"note_id\":%1$s,\"body\":\"c2\"}]"
                        .formatted(firstId()));

        assertThat(
                        user.get(
                                        "/rest/v1/notes?id=eq."
                                                + firstId()
                                                + "&select=title,comments(count)")
                                .json())
                .isEqualTo(Project.json("[{\"title\":\"one\",\"comments\":[{\"count\":2}]}]"));
    }

    @Test
    void inner_leaves_out_rows_without_a_related_row() {
        user.post("/rest/v1/comments", "{\"note_id\":" + firstId() + ",\"body\":\"only\"}");

        assertThat(titles("select=title,comments!inner(body)&comments.body=eq.only"))
                .isEqualTo("one");
        assertThat(titles("select=title,reviewer!inner(name)")).isEmpty();
        assertThat(
                        user.get(
                                        "/rest/v1/notes?select=title,comments!inner()&" + mine,
                                        "Prefer",
                                        "count=exact")
                                .header("Content-Range"))
                .hasValue("0-0/1");
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nothing?select=id                       | 404 PGRST205
                    notes?select=nothing                    | 400 42703
                    notes?nothing=eq.1                      | 400 42703
                    notes?order=nothing                     | 400 42703
                    notes?select=id,people(name)            | 300 PGRST201
                    notes?select=id,counters(name)          | 400 PGRST200
                    notes?comments.id=eq.1                  | 400 PGRST108
                    notes?id=eq.x                           | 400 22P02
                    notes?select=title::nothing             | 400 42704
                    notes?id=foo.1                          | 400 PGRST100
                    secrets                                 | 403 42501
                    rpc                                     | 404 PGRST205
                    notes/1                                 | 404 PGRST125
                    """)
    void a_wrong_question_is_refused(String path, String refusal) {
        assertThat(user.get("/rest/v1/" + path).refusal()).isEqualTo(refusal);
    }

    @Test
    void only_json_is_on_offer() {
        assertThat(user.get("/rest/v1/notes", "Accept", "text/csv").refusal())
                .isEqualTo("406 PGRST107");
        assertThat(user.get("/rest/v1/notes?id=eq.0", "Accept", "text/csv, */*;q=0.1").status())
                .isEqualTo(200);
        assertThat(user.get("/rest/v1/notes", "Accept-Profile", "auth").refusal())
                .isEqualTo("406 PGRST106");
    }

    @Test
    void policies_decide_who_sees_what() {
        assertThat(project.anon().get("/rest/v1/notes").refusal()).isEqualTo("401 42501");
        assertThat(project.user().get("/rest/v1/notes?select=id&" + mine).json()).hasSize(3);
        assertThat(project.service().get("/rest/v1/notes?select=id&" + mine).json()).hasSize(3);
    }

    private String titles(String query) {
        return String.join(
                "/",
                user.get("/rest/v1/notes?" + mine + "&" + query)
                        .json()
                        .valueStream()
                        .map(note -> note.path("title").asText())
                        .toList());
    }

    private String firstId() {
        return user.get("/rest/v1/notes?select=id&title=eq.one&" + mine)
                .json()
                .at("/0/id")
                .asText();
    }

    private static String url(String text) {
        return text.replace("\\", "%5C")
                .replace(" ", "%20")
                .replace("\"", "%22")
                .replace("{", "%7B")
                .replace("}", "%7D")
                .replace("^", "%5E")
                .replace(">", "%3E");
    }
}
