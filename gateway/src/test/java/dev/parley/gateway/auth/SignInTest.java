// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.gateway.Caller;
import dev.parley.gateway.Project;
import dev.parley.gateway.ProjectExtension;
import dev.parley.gateway.http.Json;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ProjectExtension.class)
final class SignInTest {
    private static final String BY_PASSWORD = "/auth/v1/token?grant_type=password";

    private final Project project;
    private final Caller caller;

    SignInTest(Project project) {
        this.project = project;
        this.caller = project.anon();
    }

    @Test
    void a_sign_up_without_email_is_an_anonymous_user() {
        var reply = caller.post("/auth/v1/signup", "{\"data\":{\"display_name\":\"Ann\"}}");
        var session = reply.json();
        var claims = project.tokens().verify(session.path("access_token").asText()).json();

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(session.path("token_type").asText()).isEqualTo("bearer");
        assertThat(session.path("expires_in").asLong()).isEqualTo(3600);
        assertThat(session.path("expires_at").asLong()).isEqualTo(claims.path("exp").asLong());
        assertThat(session.at("/user/is_anonymous").asBoolean()).isTrue();
        assertThat(session.at("/user/email").asText()).isEmpty();
        assertThat(session.at("/user/identities")).isEmpty();
        assertThat(session.at("/user/user_metadata/display_name").asText()).isEqualTo("Ann");
        assertThat(claims.path("iss").asText())
                .isEqualTo("http://127.0.0.1:" + project.port() + "/auth/v1");
        assertThat(claims.path("sub")).isEqualTo(session.at("/user/id"));
        assertThat(claims.path("aud").asText()).isEqualTo("authenticated");
        assertThat(claims.path("role").asText()).isEqualTo("authenticated");
        assertThat(claims.path("aal").asText()).isEqualTo("aal1");
        assertThat(claims.at("/amr/0/method").asText()).isEqualTo("anonymous");
        assertThat(claims.path("is_anonymous").asBoolean()).isTrue();
        assertThat(UUID.fromString(claims.path("session_id").asText())).isNotNull();
    }

    @Test
    void a_user_signs_up_and_in_with_a_password() {
        var email = email();

        var up = caller.post("/auth/v1/signup", credentials(email, "correct horse"));
        var in =
                caller.post(
                        BY_PASSWORD, credentials(email.toUpperCase(Locale.ROOT), "correct horse"));

        assertThat(up.status()).as(up.body()).isEqualTo(200);
        assertThat(in.status()).as(in.body()).isEqualTo(200);
        assertThat(in.json().at("/user/id")).isEqualTo(up.json().at("/user/id"));
        assertThat(in.json().at("/user/email").asText()).isEqualTo(email);
        assertThat(in.json().at("/user/identities/0/provider").asText()).isEqualTo("email");
        assertThat(in.json().at("/user/app_metadata/provider").asText()).isEqualTo("email");
        assertThat(in.json().at("/user/is_anonymous").asBoolean()).isFalse();
        assertThat(in.body()).doesNotContain("password");
    }

    // spotless:off
    @ParameterizedTest(name = "{0} {1} → {2}")
    @CsvSource(delimiter = '|', textBlock = """
            /signup                          | {"email":"x@example.com","password":"12345"} | 422 weak_password
            /signup                          | {"email":"x@example.com"}                    | 400 validation_failed
            /signup                          | {"email":"no address","password":"123456"}   | 400 validation_failed
            /signup                          | {"phone":"123","password":"123456"}          | 422 phone_provider_disabled
            /signup                          | {"email":                                    | 400 bad_json
            /signup                          | [1]                                          | 400 bad_json
            /token?grant_type=password       | {"email":"x@example.com"}                    | 400 validation_failed
            /token?grant_type=password       | {"email":"none@example.com","password":"x"}  | 400 invalid_credentials
            /token?grant_type=id_token       | {}                                           | 400 unsupported_grant_type
            /token                           | {}                                           | 400 unsupported_grant_type
            /token?grant_type=refresh_token  | {}                                           | 400 validation_failed
            /token?grant_type=refresh_token  | {"refresh_token":"nothing"}                  | 400 refresh_token_not_found
            /otp                             | {"email":"x@example.com"}                    | 404 not_found
            /resend                          | {"email":"x@example.com"}                    | 404 not_found
            /recover                         | {}                                           | 400 validation_failed
            /verify                          | {"type":"signup","token_hash":"x"}           | 400 validation_failed
            /token?grant_type=pkce           | {"auth_code":"x"}                            | 400 validation_failed
            """)
    // spotless:on
    void a_wrong_request_is_refused(String path, String body, String refusal) {
        var reply = caller.post("/auth/v1" + path, body, "X-Supabase-Api-Version", "2024-01-01");

        assertThat(reply.refusal()).isEqualTo(refusal);
        assertThat(reply.header("X-Supabase-Api-Version")).hasValue("2024-01-01");
        assertThat(reply.header("x-sb-error-code")).hasValue(reply.json().path("code").asText());
    }

    // spotless:off
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            /signup                          | {"data":{"name":"a\\u0000b"}}
            /signup                          | {"data":{"a\\u0000b":1}}
            /signup                          | {"data":{"names":["a","\\u0000"]}}
            /signup                          | {"data":{"name":"\\ud83d"}}
            /signup                          | {"data":{"name":"\\ude00 \\ud83d"}}
            /signup                          | {"email":"nul\\u0000@example.com","password":"123456"}
            /signup                          | {"email":"nul@example.com","password":"123456\\u0000"}
            /token?grant_type=password       | {"email":"nul\\u0000@example.com","password":"123456"}
            /token?grant_type=refresh_token  | {"refresh_token":"a\\u0000b"}
            /token?grant_type=pkce           | {"auth_code":"a\\u0000b","code_verifier":"c"}
            /recover                         | {"email":"nul\\u0000@example.com"}
            /verify                          | {"type":"recovery","token_hash":"a\\u0000b"}
            """)
    // spotless:on
    void a_text_that_postgresql_cannot_hold_is_refused(String path, String body) {
        assertThat(error(caller.post("/auth/v1" + path, body))).isEqualTo("400 validation_failed");
    }

    @Test
    void a_text_that_postgresql_cannot_hold_does_not_change_a_user() {
        var session = as(caller.post("/auth/v1/signup", "{}").json());

        for (var body : List.of("{\"data\":{\"a\":\"\\u0000\"}}", "{\"email\":\"\\u0000@b.c\"}")) {
            assertThat(error(session.send("PUT", "/auth/v1/user", body)))
                    .isEqualTo("400 validation_failed");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_001, 7_000})
    void json_nested_beyond_measure_is_refused(int depth) {
        var nested = "[".repeat(depth) + "]".repeat(depth);

        assertThat(error(caller.post("/auth/v1/signup", "{\"data\":{\"a\":" + nested + "}}")))
                .isEqualTo("400 bad_json");
    }

    @ParameterizedTest(name = "U+{0}")
    @ValueSource(
            strings = {
                "200B", "200D", "2060", "FEFF", "00AD", "202E", "2066", "0001", "007F", "0430",
                "FF41"
            })
    void an_address_has_no_character_that_cannot_be_seen_or_told_from_another(String code) {
        var email = "ann" + Character.toString(Integer.parseInt(code, 16)) + email();

        assertThat(
                        error(
                                caller.post(
                                        "/auth/v1/signup",
                                        Json.object()
                                                .put("email", email)
                                                .put("password", "123456")
                                                .toString())))
                .isEqualTo("400 validation_failed");
        assertThat(
                        error(
                                as(caller.post("/auth/v1/signup", "{}").json())
                                        .send(
                                                "PUT",
                                                "/auth/v1/user",
                                                Json.object().put("email", email).toString())))
                .isEqualTo("400 validation_failed");
    }

    @Test
    void an_address_longer_than_any_is_refused_before_it_is_counted() {
        var email = "x".repeat(250) + "@example.com";

        assertThat(error(caller.post(BY_PASSWORD, credentials(email, "123456"))))
                .isEqualTo("400 validation_failed");
    }

    @Test
    void an_address_that_was_taken_over_from_elsewhere_still_signs_in() throws SQLException {
        var email = email();
        caller.post("/auth/v1/signup", credentials(email, "123456"));
        project.execute(
                "update auth.users set email = 'jos\u00e9-%1$s' where email = '%1$s'"
                        .formatted(email));

        assertThat(caller.post(BY_PASSWORD, credentials("JOS\u00c9-" + email, "123456")).status())
                .isEqualTo(200);
    }

    @Test
    void metadata_that_would_make_tokens_no_header_holds_is_refused() {
        var large = Json.object();
        large.putObject("data").put("name", "x".repeat(5_000));
        var numbers = Json.object();
        var list = numbers.putObject("data").putArray("list");
        IntStream.range(0, 20).forEach(_ -> list.add(1e300));

        var signUp = caller.post("/auth/v1/signup", large.toString());
        var update =
                as(caller.post("/auth/v1/signup", "{}").json())
                        .send("PUT", "/auth/v1/user", large.toString());

        assertThat(error(signUp)).isEqualTo("400 validation_failed");
        assertThat(signUp.json().path("msg").asText())
                .isEqualTo(
                        "user_metadata has 5011 bytes as JSON, may have 4096: every access token carries it");
        assertThat(error(update)).isEqualTo("400 validation_failed");
        assertThat(error(caller.post("/auth/v1/signup", numbers.toString())))
                .isEqualTo("400 validation_failed");
    }

    @Test
    void the_largest_metadata_makes_tokens_that_every_header_holds() {
        var name = "x".repeat(2_000);
        var session = caller.post("/auth/v1/signup", "{\"data\":{\"a\":\"" + name + "\"}}").json();

        var more = as(session).send("PUT", "/auth/v1/user", "{\"data\":{\"b\":\"" + name + "\"}}");
        var beyond =
                as(session).send("PUT", "/auth/v1/user", "{\"data\":{\"c\":\"" + name + "\"}}");
        var refreshed =
                caller.post(
                        "/auth/v1/token?grant_type=refresh_token",
                        Json.object()
                                .put("refresh_token", session.path("refresh_token").asText())
                                .toString());

        assertThat(more.status()).isEqualTo(200);
        assertThat(error(beyond)).isEqualTo("400 validation_failed");
        assertThat(refreshed.json().path("access_token").asText()).hasSizeLessThan(8_192);
    }

    @Test
    void metadata_that_is_too_large_already_may_shrink() throws SQLException {
        var session = caller.post("/auth/v1/signup", "{}").json();
        project.execute(
                "update auth.users set raw_user_meta_data = jsonb_build_object('a', repeat('x', 5000), 'b', repeat('x', 5000)) where id = '%s'"
                        .formatted(session.at("/user/id").asText()));

        assertThat(as(session).send("PUT", "/auth/v1/user", "{\"data\":{\"c\":1}}").status())
                .isEqualTo(400);
        assertThat(as(session).send("PUT", "/auth/v1/user", "{\"data\":{\"b\":null}}").status())
                .isEqualTo(200);
    }

    @Test
    void older_clients_get_errors_in_the_older_form() {
        var reply = caller.post("/auth/v1/signup", "{\"email\":\"a@b.c\",\"password\":\"1\"}");

        assertThat(reply.header("X-Supabase-Api-Version")).isEmpty();
        assertThat(reply.json())
                .isEqualTo(
                        Project.json(
                                "{\"code\":422,\"error_code\":\"weak_password\",\"msg\":\"Password should be at least 6 characters.\",\"weak_password\":{\"reasons\":[\"length\"]}}"));
    }

    @Test
    void an_address_signs_up_once() {
        var email = email();
        caller.post("/auth/v1/signup", credentials(email, "123456"));

        var again = caller.post("/auth/v1/signup", credentials(email, "654321"));
        var wrong = caller.post(BY_PASSWORD, credentials(email, "654321"));

        assertThat(error(again)).isEqualTo("422 user_already_exists");
        assertThat(error(wrong)).isEqualTo("400 invalid_credentials");
    }

    @Test
    void a_password_longer_than_bcrypt_reads_is_refused() {
        assertThat(error(caller.post("/auth/v1/signup", credentials(email(), "x".repeat(73)))))
                .isEqualTo("400 validation_failed");
        assertThat(error(caller.post(BY_PASSWORD, credentials(email(), "x".repeat(73)))))
                .isEqualTo("400 invalid_credentials");
    }

    @Test
    void a_banned_user_stays_out() throws SQLException {
        var email = email();
        var session = caller.post("/auth/v1/signup", credentials(email, "123456")).json();
        project.execute(
                "update auth.users set banned_until = '2999-01-01' where id = '%s'"
                        .formatted(session.at("/user/id").asText()));

        assertThat(error(caller.post(BY_PASSWORD, credentials(email, "123456"))))
                .isEqualTo("400 user_banned");
        assertThat(error(as(session).get("/auth/v1/user"))).isEqualTo("403 user_banned");
    }

    @Test
    void the_token_opens_the_tables() {
        var session = caller.post("/auth/v1/signup", "{}").json();

        assertThat(as(session).post("/rest/v1/rpc/who", "{}").json().path("sub"))
                .isEqualTo(session.at("/user/id"));
    }

    @Test
    void what_is_on_offer_is_said() {
        var settings = caller.get("/auth/v1/settings").json();
        var keys = new Caller(project.port(), "", "").get("/auth/v1/.well-known/jwks.json");

        assertThat(settings.at("/external/anonymous_users").asBoolean()).isTrue();
        assertThat(settings.path("mailer_autoconfirm").asBoolean()).isTrue();
        assertThat(keys.body()).isEqualTo("{\"keys\":[]}");
        assertThat(keys.header("Cache-Control")).hasValue("public, max-age=600");
        assertThat(new Caller(project.port(), "", "").get("/auth/v1/health").status())
                .isEqualTo(200);
    }

    private Caller as(JsonNode session) {
        return caller.as(session.path("access_token").asText());
    }

    private static String error(Caller.Reply reply) {
        return reply.status() + " " + reply.json().path("error_code").asText();
    }

    private static String email() {
        return UUID.randomUUID() + "@example.com";
    }

    private static String credentials(String email, String password) {
        return "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password);
    }
}
