// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.database.DatabaseUrl;
import dev.parley.gateway.auth.AuthSettings;
import dev.parley.gateway.http.Json;
import dev.parley.gateway.token.Tokens;
import dev.parley.http.HttpServerConfig;
import dev.parley.protocol.Secret;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ProjectExtension.class)
final class DoorTest {
    private static final String WHO = "/rest/v1/rpc/who";

    private final Project project;

    DoorTest(Project project) {
        this.project = project;
    }

    @Test
    void the_local_secret_gives_the_keys_of_the_supabase_command_line() {
        assertThat(ApiKeys.of(Project.SECRET).anon())
                .isEqualTo(
                        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJzdXBhYmFzZS1kZW1vIiwicm9sZSI6ImFub24iLCJleHAiOjE5ODM4MTI5OTZ9.CRXP1A7WOeoJeXxjNni43kdQwgnWNReilDMblYTn_I0");
    }

    @Test
    void a_request_without_a_key_of_the_project_is_refused() {
        var none = new Caller(project.port(), "", "").post(WHO, "{}");
        var nonsense = new Caller(project.port(), "nonsense", "").post(WHO, "{}");
        var foreign =
                new Caller(
                                project.port(),
                                ApiKeys.of(new Secret("another-secret-with-at-least-32-characters"))
                                        .anon(),
                                "")
                        .post(WHO, "{}");
        var user = new Caller(project.port(), project.token(UUID.randomUUID()), "").post(WHO, "{}");

        assertThat(none.status()).isEqualTo(401);
        assertThat(none.json().path("message").asText()).isEqualTo("No API key found in request");
        assertThat(nonsense.status()).isEqualTo(401);
        assertThat(foreign.status()).isEqualTo(401);
        assertThat(user.status()).isEqualTo(401);
        assertThat(new Caller(project.port(), "", "").get("/auth/v1/settings").status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sb_publishable_abc", "sb_secret_abc"})
    void an_opaque_key_as_bearer_means_no_user(String bearer) {
        var reply = project.anon().as(bearer).post(WHO, "{}");

        assertThat(reply.json().path("user").asText()).isEqualTo("anon");
    }

    @Test
    void a_token_acts_as_its_user() {
        var id = UUID.randomUUID();

        var reply = project.anon().as(project.token(id)).post(WHO, "{}");

        assertThat(reply.json().path("sub").asText()).isEqualTo(id.toString());
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    abc                            | PGRST301
                    a.b                            | PGRST301
                    a.b.c                          | PGRST301
                    eyJhbGciOiJub25lIn0.e30.       | PGRST301
                    eyJhbGciOiJub25lIn0.eyJyb2xlIjoic2VydmljZV9yb2xlIn0. | PGRST301
                    """)
    void what_is_no_token_of_ours_is_refused(String token, String code) {
        var reply = project.anon().as(token).post(WHO, "{}");

        assertThat(reply.refusal()).isEqualTo("401 " + code);
        assertThat(reply.header("WWW-Authenticate").orElse(""))
                .startsWith("Bearer error=\"invalid_token\"");
    }

    @Test
    void a_token_signed_with_another_key_is_refused() {
        var forged =
                new Tokens(
                                new Secret("another-secret-with-at-least-32-characters"),
                                project.clock())
                        .sign(Json.object().put("role", "service_role"));

        assertThat(project.anon().as(forged).post(WHO, "{}").refusal()).isEqualTo("401 PGRST301");
    }

    @Test
    void a_token_whose_claims_do_not_hold_is_refused() {
        var now = project.clock().instant().getEpochSecond();

        assertThat(refusal(claims -> claims.put("exp", now - 31))).isEqualTo("401 PGRST303");
        assertThat(refusal(claims -> claims.put("exp", "tomorrow"))).isEqualTo("401 PGRST303");
        assertThat(refusal(claims -> claims.put("nbf", now + 60))).isEqualTo("401 PGRST303");
        assertThat(refusal(claims -> claims.put("iat", now + 60))).isEqualTo("401 PGRST303");
        assertThat(refusal(claims -> claims.put("aud", "others"))).isEqualTo("401 PGRST303");
        assertThat(refusal(claims -> claims.put("role", 7))).isEqualTo("401 PGRST303");
        assertThat(refusal(claims -> claims.put("role", "postgres"))).isEqualTo("401 22023");
        assertThat(refusal(claims -> claims.put("role", "supabase_admin"))).isEqualTo("401 22023");
    }

    @Test
    void a_token_that_never_ends_is_nobody_s() {
        var person =
                Json.object().put("role", "authenticated").put("sub", UUID.randomUUID().toString());
        var role = Json.object().put("role", "authenticated");
        var serviceAsPerson =
                Json.object().put("role", "service_role").put("sub", UUID.randomUUID().toString());

        for (var claims : List.of(person, role, serviceAsPerson, Json.object())) {
            var token = project.tokens().sign(claims);

            assertThat(project.anon().as(token).post(WHO, "{}").refusal())
                    .as(claims.toString())
                    .isEqualTo("401 PGRST303");
        }
        assertThat(
                        project.anon()
                                .as(project.tokens().sign(person))
                                .get("/auth/v1/user")
                                .json()
                                .path("error_code")
                                .asText())
                .isEqualTo("bad_jwt");
    }

    @Test
    void a_key_may_be_without_an_end() {
        var key = project.tokens().sign(Json.object().put("role", "anon"));

        assertThat(new Caller(project.port(), key, "").post(WHO, "{}").status()).isEqualTo(200);
    }

    @Test
    void clocks_may_differ_by_half_a_minute() {
        var now = project.clock().instant().getEpochSecond();
        var token =
                project.tokens()
                        .sign(
                                Json.object()
                                        .put("role", "authenticated")
                                        .put("exp", now - 29)
                                        .put("iat", now + 29));

        assertThat(project.anon().as(token).post(WHO, "{}").status()).isEqualTo(200);
    }

    private String refusal(UnaryOperator<ObjectNode> change) {
        var claims =
                Json.object()
                        .put("role", "authenticated")
                        .put("sub", UUID.randomUUID().toString())
                        .put("exp", project.clock().instant().getEpochSecond() + 60);
        return project.anon()
                .as(project.tokens().sign(change.apply(claims)))
                .post(WHO, "{}")
                .refusal();
    }

    @Test
    void any_page_may_ask_and_read() {
        var preflight =
                new Caller(project.port(), "", "")
                        .send(
                                "OPTIONS",
                                "/rest/v1/rpc/who",
                                "",
                                "Origin",
                                "http://localhost:5173",
                                "Access-Control-Request-Method",
                                "POST",
                                "Access-Control-Request-Headers",
                                "apikey,x-something");
        var refused =
                new Caller(project.port(), "", "")
                        .get("/rest/v1/notes", "Origin", "http://localhost:5173");

        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(preflight.header("Access-Control-Allow-Headers")).hasValue("apikey,x-something");
        assertThat(preflight.header("Access-Control-Allow-Methods").orElse(""))
                .contains("PATCH", "DELETE");
        assertThat(preflight.header("Access-Control-Max-Age")).hasValue("86400");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(refused.header("Access-Control-Expose-Headers").orElse(""))
                .contains("Content-Range");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/storage/v1/object/x",
                "/realtime/v1/websocket",
                "/functions/v1/hello",
                "/nothing",
                "/",
            })
    void what_is_not_here_says_what_is(String path) {
        var reply = project.anon().get(path);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.json().path("hint").asText()).contains("/rest/v1/rpc/{function}");
    }

    @Test
    void a_query_string_that_no_text_can_hold_is_refused() {
        assertThat(project.anon().get("/rest/v1/notes?id=eq.%00").refusal())
                .isEqualTo("400 gateway_400");
    }

    @Test
    void an_address_may_be_long() {
        var ids = String.join(",", Collections.nCopies(400, UUID.randomUUID().toString()));

        assertThat(project.user().get("/rest/v1/people?select=id&id=in.(" + ids + ")").body())
                .isEqualTo("[]");
    }

    @Test
    void a_database_that_is_away_is_said_at_once() {
        var away = new DatabaseUrl("127.0.0.1", 1, "postgres", "postgres", new Secret(""), "");
        var config =
                new GatewayConfig(
                        HttpServerConfig.of("gateway", "127.0.0.1", 0),
                        null,
                        away,
                        Project.SECRET,
                        "public",
                        new GatewayConfig.Limits(100, 16_384, 2, Duration.ofMillis(250)),
                        AuthSettings.defaults());
        try (var gateway = Gateway.start(config, project.inbox(), project.clock())) {
            var caller = new Caller(gateway.port(), project.anon().key(), "");

            assertThat(caller.post(WHO, "{}").refusal()).isEqualTo("503 PGRST000");
            assertThat(caller.post("/auth/v1/signup", "{}").status()).isEqualTo(503);
        }
    }

    @Test
    void a_port_that_is_taken_is_named() {
        var config = GatewayConfig.local(project.port(), project.url(), Project.SECRET);

        assertThatIllegalStateException()
                .isThrownBy(() -> Gateway.start(config, project.inbox(), project.clock()).close())
                .withMessage("the gateway cannot listen on 127.0.0.1:" + project.port());
    }

    @Test
    void a_wrong_configuration_stops_the_start() {
        var url = project.url();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> GatewayConfig.local(70_000, url, Project.SECRET))
                .withMessage("gateway port is 70000, must be 0 to 65535");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GatewayConfig.local(0, url, new Secret("short")))
                .withMessage("the JWT secret has 5 bytes, must have 32 or more");
        assertThat(GatewayConfig.local(0, url, Project.SECRET).toString())
                .doesNotContain(Project.SECRET.reveal());
    }
}
