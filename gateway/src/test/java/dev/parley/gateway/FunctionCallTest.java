// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(ProjectExtension.class)
final class FunctionCallTest {
    private final Project project;

    FunctionCallTest(Project project) {
        this.project = project;
    }

    @ParameterizedTest(name = "{0} {1} → {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    add     | {"a":1}                  | 11
                    add     | {"a":1,"b":2}            | 3
                    add     | {"b":2,"a":null}         | null
                    numbers | {"n":3}                  | [1, 2, 3]
                    pair    |                          | [{"x":1,"y":"one"}]
                    twice   | {"a":4}                  | 8
                    twice   | {"b":"ho"}               | "hoho"
                    echo    | {"any":["thing",1]}      | {"any":["thing",1]}
                    echo    | {"":1}                   | {"":1}
                    """)
    void a_call_answers_in_the_shape_of_its_result(String name, String body, String expected) {
        var reply = project.anon().post("/rest/v1/rpc/" + name, body == null ? "" : body);

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.json()).isEqualTo(Project.json(expected));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "numbers?n=3 | application/json | ~[1, 2, 3]~",
                "numbers?n=0 | application/json | ~[]~",
                "pair | application/json | ~[{\"x\":1,\"y\":\"one\"}]~",
                "long_rows?rows=2&times=1 | application/json | ~[{\"n\":1,\"text\":\"aé\"}, \n {\"n\":2,\"text\":\"aé\"}]~",
                "long_rows?rows=2&times=1 | application/vnd.pgrst.array+json;nulls=stripped"
                        + " | ~[{\"n\":1,\"text\":\"aé\"},{\"n\":2,\"text\":\"aé\"}]~",
                "long_rows?rows=2&times=1&limit=1 | application/vnd.pgrst.object+json"
                        + " | ~{\"n\":1,\"text\":\"aé\"}~",
            })
    void an_answer_has_the_bytes_of_postgrest(String call, String accept, String body) {
        var reply = project.anon().get("/rest/v1/rpc/" + call, "Accept", accept);

        assertThat(reply.body()).isEqualTo(body);
    }

    @Test
    void rows_that_are_fetched_bit_by_bit_have_no_more_time_in_all_than_the_role() {
        var reply = project.anon().get("/rest/v1/rpc/slow_rows");

        assertThat(reply.refusal()).isEqualTo("500 57014");
    }

    @Test
    void arguments_get_the_types_of_the_function() {
        var reply =
                project.anon()
                        .post(
                                "/rest/v1/rpc/typed",
                                """
                                {"id":"5f0c6a3e-0000-4000-8000-000000000001","at":"2026-01-02T03:04:05Z",
                                 "list":[1,2],"extra":{"k":[true,null]}}
                                """);

        assertThat(reply.json())
                .isEqualTo(
                        Project.json(
                                """
                                {"id":"5f0c6a3e-0000-4000-8000-000000000001","at":"2026-01-02T03:04:05+00:00",
                                 "list":[1,2],"extra":{"k":[true,null]}}
                                """));
    }

    @Test
    void a_get_takes_arguments_from_the_query_string() {
        var sum = project.anon().get("/rest/v1/rpc/add?a=20&b=5");
        var typed =
                project.anon()
                        .get(
                                "/rest/v1/rpc/typed?id=5f0c6a3e-0000-4000-8000-000000000001&at=2026-01-01&list=%7B1,2%7D&extra=%7B%22a%22:1%7D");

        assertThat(sum.body()).isEqualTo("25");
        assertThat(project.anon().get("/rest/v1/rpc/add?a=20&apikey=eq.x").body()).isEqualTo("30");
        assertThat(typed.json().path("list")).isEqualTo(Project.json("[1,2]"));
        assertThat(typed.json().path("extra")).isEqualTo(Project.json("{\"a\":1}"));
    }

    @Test
    void the_function_runs_as_the_bearer_and_sees_the_request() {
        var user = project.user();
        var reply = user.post("/rest/v1/rpc/who", "{}", "X-Client-Info", "a test").json();

        assertThat(reply.path("user").asText()).isEqualTo("authenticated");
        assertThat(reply.path("sub")).isEqualTo(reply.at("/claims/sub"));
        assertThat(reply.path("method").asText()).isEqualTo("POST");
        assertThat(reply.path("path").asText()).isEqualTo("/rpc/who");
        assertThat(reply.path("agent").asText()).isEqualTo("a test");
        assertThat(reply.path("timeout").asText()).isEqualTo("8s");
        assertThat(reply.path("search_path").asText()).isEqualTo("\"public\", \"extensions\"");
    }

    @Test
    void each_role_has_its_own_timeout() {
        var anon = project.anon().post("/rest/v1/rpc/who", "{}").json();
        var service = project.service().post("/rest/v1/rpc/who", "{}").json();

        assertThat(anon.path("user").asText()).isEqualTo("anon");
        assertThat(anon.path("timeout").asText()).isEqualTo("3s");
        assertThat(anon.at("/claims/role").asText()).isEqualTo("anon");
        assertThat(service.path("user").asText()).isEqualTo("service_role");
    }

    @Test
    void a_statement_that_takes_too_long_is_stopped() {
        assertThat(project.anon().post("/rest/v1/rpc/slow", "{}").refusal()).isEqualTo("500 57014");
    }

    @Test
    void a_void_function_answers_204() {
        var user = project.user();
        user.post("/rest/v1/notes", "{\"title\":\"touched\"}");
        var id =
                user.get("/rest/v1/notes?title=eq.touched&select=id&order=id.desc&limit=1")
                        .json()
                        .at("/0/id")
                        .asLong();

        var reply = user.post("/rest/v1/rpc/touch", "{\"note\":" + id + "}");

        assertThat(reply.status()).isEqualTo(204);
        assertThat(reply.body()).isEmpty();
        assertThat(user.get("/rest/v1/notes?select=score&id=eq." + id).body())
                .isEqualTo("[{\"score\":1}]");
    }

    @Test
    void rows_of_a_set_can_be_chosen_filtered_and_ordered() {
        var user = project.user();
        user.post(
                "/rest/v1/notes",
                "[{\"title\":\"s1\",\"score\":901},{\"title\":\"s2\",\"score\":902},{\"title\":\"s3\",\"score\":903}]");

        var reply =
                user.post(
                        "/rest/v1/rpc/best?select=title,people!notes_author_fkey(name)&score=lt.903&order=score.desc&limit=1",
                        "{\"lowest\":901}");

        assertThat(reply.json().at("/0/title").asText()).isEqualTo("s2");
        assertThat(reply.json().at("/0/people/name").asText()).isNotEmpty();
        assertThat(reply.json()).hasSize(1);
        assertThat(user.get("/rest/v1/rpc/best?lowest=901&score=eq.902&select=title").body())
                .isEqualTo("[{\"title\":\"s2\"}]");
    }

    @Test
    void results_can_be_paged_and_counted_though_the_function_runs_once() throws SQLException {
        project.execute(
                """
                create table public.calls (n int);
                create function public.counted() returns setof int language sql security definer as
                  'insert into public.calls values (1); select generate_series(1, 5)';
                create function public.calls_made() returns bigint language sql security definer as
                  'select count(*) from public.calls'
                """);

        var values =
                project.anon()
                        .post(
                                "/rest/v1/rpc/counted?limit=2&offset=1",
                                "{}",
                                "Prefer",
                                "count=exact");
        var rows = project.anon().get("/rest/v1/rpc/pair?x=eq.1&limit=1", "Prefer", "count=exact");

        assertThat(values.json()).isEqualTo(Project.json("[2,3]"));
        assertThat(values.status() + values.header("Content-Range").orElse(""))
                .isEqualTo("2061-2/5");
        assertThat(rows.header("Content-Range")).hasValue("0-0/1");
        assertThat(project.anon().post("/rest/v1/rpc/calls_made", "{}").body()).isEqualTo("1");
    }

    @Test
    void one_row_of_a_set_can_be_asked_for_as_an_object() {
        var accept = "application/vnd.pgrst.object+json";

        var one = project.anon().post("/rest/v1/rpc/pair", "{}", "Accept", accept);
        var many = project.anon().post("/rest/v1/rpc/numbers", "{\"n\":2}", "Accept", accept);

        assertThat(one.json()).isEqualTo(Project.json("{\"x\":1,\"y\":\"one\"}"));
        assertThat(many.refusal()).isEqualTo("406 PGRST116");
        assertThat(many.json().path("details").asText()).isEqualTo("The result contains 2 rows");
    }

    @Test
    void a_call_whose_result_is_refused_changes_nothing() throws SQLException {
        project.execute(
                """
                create table public.shots (n int);
                create function public.shoot(n int) returns setof int language sql security definer as
                  'insert into public.shots select generate_series(1, n) returning n';
                create function public.shots_made() returns bigint language sql security definer as
                  'select count(*) from public.shots'
                """);
        var accept = "application/vnd.pgrst.object+json";
        var most = "handling=strict, max-affected=2";

        var notOne = project.anon().post("/rest/v1/rpc/shoot", "{\"n\":3}", "Accept", accept);
        var none = project.anon().post("/rest/v1/rpc/shoot?limit=0", "{\"n\":1}", "Accept", accept);
        var tooMany = project.anon().post("/rest/v1/rpc/shoot", "{\"n\":3}", "Prefer", most);
        var uncountable = project.anon().post("/rest/v1/rpc/shots_made", "{}", "Prefer", most);

        assertThat(notOne.refusal()).isEqualTo("406 PGRST116");
        assertThat(none.refusal()).isEqualTo("406 PGRST116");
        assertThat(tooMany.json())
                .isEqualTo(
                        Project.json(
                                "{\"code\":\"PGRST124\",\"message\":\"Query result exceeds max-affected preference constraint\",\"details\":\"The query affects 3 rows\",\"hint\":null}"));
        assertThat(uncountable.json())
                .isEqualTo(
                        Project.json(
                                "{\"code\":\"PGRST128\",\"message\":\"Function must return SETOF or TABLE when max-affected preference is used with handling=strict\",\"details\":null,\"hint\":null}"));
        assertThat(project.anon().post("/rest/v1/rpc/shots_made", "{}").body()).isEqualTo("0");
    }

    @ParameterizedTest(name = "{0} {1} {2} → {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    POST   | nothing         | {}               | 404 PGRST202
                    POST   | add             | {}               | 404 PGRST202
                    POST   | add             | {"a":1,"z":1}    | 404 PGRST202
                    POST   | unclear         | {"a":1}          | 300 PGRST203
                    POST   | add             | {"":1}           | 404 PGRST202
                    POST   | add             | {"a":1,"":1}     | 404 PGRST202
                    POST   | who             | {"":1}           | 404 PGRST202
                    POST   | nameless        | {"":1}           | 404 PGRST202
                    GET    | add?=1          |                  | 404 PGRST202
                    POST   | add             | {"a":            | 400 PGRST102
                    POST   | add             | {"a":"x"}        | 400 22P02
                    POST   | staff_only      | {}               | 401 42501
                    GET    | touch?note=1    |                  | 405 25006
                    GET    | twice?a=x       |                  | 400 22P02
                    PATCH  | add             | {"a":1}          | 405 PGRST101
                    POST   | add?x=eq.1      | {"a":1}          | 400 42703
                    GET    | numbers?n=1&order=n |              | 400 42703
                    POST   | fail            | {"state":"PT403"}| 403 PT403
                    POST   | fail            | {"state":"P0001"}| 400 P0001
                    POST   | fail            | {"state":"P0002"}| 500 P0002
                    POST   | fail            | {"state":"40001"}| 500 40001
                    POST   | fail            | {"state":"53300"}| 503 53300
                    POST   | fail            | {"state":"23505"}| 409 23505
                    """)
    void a_wrong_call_is_refused(String method, String path, String body, String refusal) {
        var reply = project.anon().send(method, "/rest/v1/rpc/" + path, body == null ? "" : body);

        assertThat(reply.refusal()).isEqualTo(refusal);
        assertThat(reply.header("Proxy-Status"))
                .hasValue("PostgREST; error=" + reply.json().path("code").asText());
    }

    @Test
    void a_raised_error_keeps_its_hint_and_detail() {
        var error = project.anon().post("/rest/v1/rpc/fail", "{\"state\":\"PT404\"}").json();

        assertThat(error)
                .isEqualTo(
                        Project.json(
                                "{\"code\":\"PT404\",\"message\":\"refused\",\"details\":\"a detail\",\"hint\":\"a_hint\"}"));
    }

    @Test
    void a_function_made_after_the_start_is_found() throws SQLException {
        assertThat(project.anon().post("/rest/v1/rpc/newcomer", "{}").refusal())
                .isEqualTo("404 PGRST202");

        project.execute("create function public.newcomer() returns int language sql as 'select 5'");

        assertThat(project.anon().post("/rest/v1/rpc/newcomer", "{}").body()).isEqualTo("5");
    }

    @Test
    void a_function_that_changed_its_result_is_called_right_the_second_time() throws SQLException {
        project.execute(
                "create function public.changing() returns table (a int) language sql as 'select 1'");
        assertThat(project.anon().post("/rest/v1/rpc/changing", "{}").body())
                .isEqualTo("[{\"a\":1}]");

        project.execute(
                "drop function public.changing(); create function public.changing() returns table (b int, c int) language sql as 'select 1, 2'");

        project.anon().post("/rest/v1/rpc/changing?select=a", "{}");
        assertThat(project.anon().post("/rest/v1/rpc/changing", "{}").body())
                .isEqualTo("[{\"b\":1,\"c\":2}]");
    }
}
