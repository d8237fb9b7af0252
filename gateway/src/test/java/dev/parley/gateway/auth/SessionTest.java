// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.gateway.Caller;
import dev.parley.gateway.Project;
import dev.parley.gateway.ProjectExtension;
import dev.parley.gateway.http.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ProjectExtension.class)
final class SessionTest {
    private final Project project;
    private final Caller caller;

    SessionTest(Project project) {
        this.project = project;
        this.caller = project.anon();
    }

    @Test
    void a_refresh_gives_a_new_pair_for_the_same_session() {
        var first = signUp();

        var second = refresh(first).json();

        assertThat(second.path("refresh_token")).isNotEqualTo(first.path("refresh_token"));
        assertThat(second.at("/user/id")).isEqualTo(first.at("/user/id"));
        assertThat(sessionOf(second)).isEqualTo(sessionOf(first));
        assertThat(refresh(second).status()).isEqualTo(200);
    }

    @Test
    void a_token_used_again_at_once_gives_the_same_successor() {
        var first = signUp();
        var second = refresh(first).json();

        var again = refresh(first).json();

        assertThat(again.path("refresh_token")).isEqualTo(second.path("refresh_token"));
    }

    @Test
    void tabs_that_refresh_at_the_same_time_share_one_successor()
            throws InterruptedException, ExecutionException {
        var first = signUp();
        Callable<String> refresh = () -> refresh(first).json().path("refresh_token").asText();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tokens = threads.invokeAll(Stream.generate(() -> refresh).limit(4).toList());
            var distinct = new HashSet<String>();
            for (var token : tokens) {
                distinct.add(token.get());
            }

            assertThat(distinct).hasSize(1).doesNotContain("");
        }
    }

    @Test
    void the_parent_of_the_live_token_is_good_until_that_is_used() {
        var first = signUp();
        var second = refresh(first).json();
        project.clock().advance(Duration.ofMinutes(5));

        assertThat(refresh(first).json().path("refresh_token"))
                .isEqualTo(second.path("refresh_token"));
    }

    @Test
    void a_token_used_again_too_late_ends_the_whole_chain() {
        var first = signUp();
        var second = refresh(first).json();
        var third = refresh(second).json();
        project.clock().advance(Duration.ofSeconds(11));

        assertThat(error(refresh(first))).isEqualTo("400 refresh_token_already_used");
        assertThat(error(refresh(third))).isEqualTo("400 refresh_token_already_used");
    }

    @Test
    void a_session_whose_refresh_token_was_used_again_too_late_is_over_for_its_access_tokens_too() {
        var email = UUID.randomUUID() + "@example.com";
        var first = caller.post("/auth/v1/signup", credentials(email, "123456")).json();
        var elsewhere = signIn(email);
        var third = refresh(refresh(first).json()).json();
        project.clock().advance(Duration.ofSeconds(11));
        refresh(first);

        assertThat(error(as(first).get("/auth/v1/user"))).isEqualTo("403 session_not_found");
        assertThat(error(as(third).get("/auth/v1/user"))).isEqualTo("403 session_not_found");
        assertThat(error(as(third).send("PUT", "/auth/v1/user", "{\"data\":{\"a\":1}}")))
                .isEqualTo("403 session_not_found");
        assertThat(error(as(third).post("/auth/v1/logout", ""))).isEqualTo("403 session_not_found");
        assertThat(as(elsewhere).get("/auth/v1/user").status()).isEqualTo(200);
        assertThat(as(third).post("/rest/v1/rpc/who", "{}").status())
                .as("PostgREST does not look at sessions")
                .isEqualTo(200);
    }

    @Test
    void a_session_that_ends_while_its_user_is_being_changed_changes_nothing()
            throws SQLException, InterruptedException, ExecutionException {
        var session = signUp();
        var id = session.at("/user/id").asText();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var owner = project.connect()) {
            owner.setAutoCommit(false);
            execute(owner, "select from auth.users where id = '%s' for update".formatted(id));
            var change =
                    threads.submit(
                            () -> as(session).send("PUT", "/auth/v1/user", "{\"data\":{\"a\":1}}"));
            Awaitility.await().untilAsserted(() -> assertThat(waitingForTheUser()).isTrue());
            execute(owner, "delete from auth.sessions where user_id = '%s'".formatted(id));
            owner.commit();

            assertThat(error(change.get())).isEqualTo("403 session_not_found");
        }
    }

    @Test
    void a_deleted_user_is_gone_for_every_token() throws SQLException {
        var session = signUp();
        project.execute(
                "update auth.users set deleted_at = now() where id = '%s'"
                        .formatted(session.at("/user/id").asText()));

        assertThat(error(as(session).get("/auth/v1/user"))).isEqualTo("403 user_not_found");
        assertThat(error(as(session).send("PUT", "/auth/v1/user", "{\"data\":{\"a\":1}}")))
                .isEqualTo("403 user_not_found");
        assertThat(error(refresh(session))).isEqualTo("403 user_not_found");
    }

    @Test
    void an_old_token_is_still_good_within_ten_seconds() {
        var first = signUp();
        var second = refresh(first).json();
        var third = refresh(second).json();
        project.clock().advance(Duration.ofSeconds(10));

        assertThat(refresh(first).json().path("refresh_token"))
                .isEqualTo(third.path("refresh_token"));
    }

    @Test
    void the_user_is_who_the_token_says() {
        var session = signUp();

        assertThat(as(session).get("/auth/v1/user").json().path("id"))
                .isEqualTo(session.at("/user/id"));
        assertThat(error(new Caller(project.port(), caller.key(), "x").get("/auth/v1/user")))
                .isEqualTo("403 bad_jwt");
        assertThat(error(caller.get("/auth/v1/user"))).isEqualTo("403 bad_jwt");
        assertThat(error(caller.get("/auth/v1/user", "Authorization", "Basic x")))
                .isEqualTo("401 no_authorization");
        assertThat(error(caller.as(project.token(UUID.randomUUID())).get("/auth/v1/user")))
                .isEqualTo("403 user_not_found");
    }

    @Test
    void an_access_token_ends_after_its_life() {
        var session = signUp();
        project.clock().advance(Duration.ofSeconds(3600 + 31));

        assertThat(error(as(session).get("/auth/v1/user"))).isEqualTo("403 bad_jwt");
        assertThat(as(session).post("/rest/v1/rpc/who", "{}").refusal()).isEqualTo("401 PGRST303");
        assertThat(as(refresh(session).json()).get("/auth/v1/user").status()).isEqualTo(200);
    }

    @Test
    void metadata_is_merged_and_null_removes() {
        var session = as(signUp());
        session.send("PUT", "/auth/v1/user", "{\"data\":{\"a\":1,\"b\":{\"c\":2}}}");

        var user = session.send("PUT", "/auth/v1/user", "{\"data\":{\"a\":null,\"d\":3}}").json();

        assertThat(user.path("user_metadata")).isEqualTo(Project.json("{\"b\":{\"c\":2},\"d\":3}"));
    }

    @Test
    void an_anonymous_user_becomes_one_with_an_address() {
        var session = signUp();
        var email = UUID.randomUUID() + "@example.com";

        var user = as(session).send("PUT", "/auth/v1/user", credentials(email, "123456")).json();
        var signedIn =
                caller.post("/auth/v1/token?grant_type=password", credentials(email, "123456"));

        assertThat(user.path("is_anonymous").asBoolean()).isFalse();
        assertThat(user.path("id")).isEqualTo(session.at("/user/id"));
        assertThat(signedIn.json().at("/user/id")).isEqualTo(session.at("/user/id"));
    }

    @Test
    void a_new_password_ends_the_other_sessions() {
        var email = UUID.randomUUID() + "@example.com";
        var here = caller.post("/auth/v1/signup", credentials(email, "123456")).json();
        var there =
                caller.post("/auth/v1/token?grant_type=password", credentials(email, "123456"))
                        .json();

        var same = as(here).send("PUT", "/auth/v1/user", "{\"password\":\"123456\"}");
        var weak = as(here).send("PUT", "/auth/v1/user", "{\"password\":\"1\"}");
        var changed = as(here).send("PUT", "/auth/v1/user", "{\"password\":\"654321\"}");

        assertThat(error(same)).isEqualTo("422 same_password");
        assertThat(error(weak)).isEqualTo("422 weak_password");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(as(here).get("/auth/v1/user").status()).isEqualTo(200);
        assertThat(error(as(there).get("/auth/v1/user"))).isEqualTo("403 session_not_found");
        assertThat(error(refresh(there))).isEqualTo("400 refresh_token_not_found");
    }

    @Test
    void an_address_of_somebody_else_is_refused() {
        var email = UUID.randomUUID() + "@example.com";
        caller.post("/auth/v1/signup", credentials(email, "123456"));

        assertThat(
                        error(
                                as(signUp())
                                        .send(
                                                "PUT",
                                                "/auth/v1/user",
                                                "{\"email\":\"" + email + "\"}")))
                .isEqualTo("422 email_exists");
    }

    @Test
    void nobody_has_more_than_a_hundred_sessions_and_the_one_refreshed_longest_ago_ends()
            throws SQLException {
        var email = UUID.randomUUID() + "@example.com";
        var idle = caller.post("/auth/v1/signup", credentials(email, "123456")).json();
        var busy = signIn(email);
        project.clock().advance(Duration.ofMinutes(1));
        project.execute(
                "insert into auth.sessions(user_id, updated_at) select '%s', '%s' from generate_series(1, 98)"
                        .formatted(idle.at("/user/id").asText(), project.clock().instant()));
        project.clock().advance(Duration.ofMinutes(1));
        var refreshed = refresh(busy).json();

        var latest = signIn(email);

        assertThat(error(as(idle).get("/auth/v1/user"))).isEqualTo("403 session_not_found");
        assertThat(as(refreshed).get("/auth/v1/user").status()).isEqualTo(200);
        assertThat(as(latest).get("/auth/v1/user").status()).isEqualTo(200);
    }

    @Test
    void signing_out_ends_this_session_the_others_or_all() {
        var email = UUID.randomUUID() + "@example.com";
        var one = caller.post("/auth/v1/signup", credentials(email, "123456")).json();
        var two = signIn(email);
        var three = signIn(email);

        assertThat(as(one).post("/auth/v1/logout?scope=local", "").status()).isEqualTo(204);
        assertThat(error(refresh(one))).isEqualTo("400 refresh_token_not_found");
        assertThat(as(two).post("/auth/v1/logout?scope=others", "{}").status()).isEqualTo(204);
        assertThat(error(as(three).get("/auth/v1/user"))).isEqualTo("403 session_not_found");
        assertThat(error(as(two).post("/auth/v1/logout?scope=some", "")))
                .isEqualTo("400 validation_failed");
        assertThat(as(two).post("/auth/v1/logout", "").status()).isEqualTo(204);
        assertThat(error(as(two).get("/auth/v1/user"))).isEqualTo("403 session_not_found");
    }

    private boolean waitingForTheUser() throws SQLException {
        try (var connection = project.connect();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "select from pg_stat_activity where wait_event_type = 'Lock'"
                                        + " and query like '%from auth.users%for update'")) {
            return rows.next();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private JsonNode signIn(String email) {
        return caller.post("/auth/v1/token?grant_type=password", credentials(email, "123456"))
                .json();
    }

    private JsonNode signUp() {
        return caller.post("/auth/v1/signup", "{}").json();
    }

    private Caller.Reply refresh(JsonNode session) {
        return caller.post(
                "/auth/v1/token?grant_type=refresh_token",
                Json.object()
                        .put("refresh_token", session.path("refresh_token").asText())
                        .toString());
    }

    private String sessionOf(JsonNode session) {
        return project.tokens()
                .verify(session.path("access_token").asText())
                .session()
                .orElseThrow();
    }

    private Caller as(JsonNode session) {
        return caller.as(session.path("access_token").asText());
    }

    private static String error(Caller.Reply reply) {
        return reply.status() + " " + reply.json().path("error_code").asText();
    }

    private static String credentials(String email, String password) {
        return "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password);
    }
}
