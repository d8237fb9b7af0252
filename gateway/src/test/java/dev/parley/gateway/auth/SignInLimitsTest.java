// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.gateway.Caller;
import dev.parley.gateway.Gateway;
import dev.parley.gateway.Project;
import dev.parley.gateway.ProjectExtension;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A gateway that allows two of everything, and four sign-ins.
@ExtendWith(ProjectExtension.class)
final class SignInLimitsTest {
    private static final String BY_PASSWORD = "/auth/v1/token?grant_type=password";
    private static final String REFUSED = "429 over_request_rate_limit";

    private final Project project;
    private final Gateway gateway;
    private final Caller caller;

    SignInLimitsTest(Project project) {
        this.project = project;
        this.gateway =
                Gateway.start(
                        Project.config(project.url(), new AuthSettings.Rates(2, 4, 2, 2, 2, 2, 1)),
                        project.inbox(),
                        project.clock());
        this.caller = new Caller(gateway.port(), project.anon().key(), "");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void anonymous_sign_ups_of_one_address_are_limited_by_the_hour() {
        anonymous();
        anonymous();

        var refused = caller.post("/auth/v1/signup", "{}");
        project.clock().advance(Duration.ofHours(1));

        assertThat(error(refused)).isEqualTo(REFUSED);
        assertThat(Integer.parseInt(refused.header("Retry-After").orElse("0")))
                .isBetween(3_600, 3_601);
        assertThat(caller.post("/auth/v1/signup", "{}").status()).isEqualTo(200);
    }

    @Test
    void sign_ups_and_sign_ins_of_one_address_are_limited_together() {
        var email = signUp();
        assertThat(signIn(email, "123456")).isEqualTo("200 ");
        signUp();
        signUp();

        assertThat(error(caller.post("/auth/v1/signup", credentials(email(), "123456"))))
                .isEqualTo(REFUSED);
        assertThat(signIn(email, "123456")).isEqualTo(REFUSED);
    }

    @Test
    void wrong_passwords_for_one_user_are_limited_and_no_other_user_is_hit() {
        var ann = signUp();
        var ben = email();
        project.anon().post("/auth/v1/signup", credentials(ben, "123456"));

        assertThat(signIn(ann, "wrong!")).isEqualTo("400 invalid_credentials");
        assertThat(signIn(ann, "wrong!")).isEqualTo("400 invalid_credentials");
        assertThat(signIn(ann, "123456")).as("right, but too late").isEqualTo(REFUSED);
        project.clock().advance(Duration.ofMinutes(5));
        assertThat(signIn(ann, "123456")).isEqualTo("200 ");
        assertThat(signIn(ben, "123456")).isEqualTo("200 ");
    }

    @Test
    void right_passwords_are_no_guesses() {
        var email = signUp();

        for (var time = 0; time < 3; time++) {
            assertThat(signIn(email, "123456")).isEqualTo("200 ");
        }
    }

    @Test
    void wrong_passwords_for_nobody_are_limited_just_the_same() {
        var email = email();
        signIn(email, "wrong!");
        signIn(email, "wrong!");

        assertThat(signIn(email, "wrong!")).isEqualTo(REFUSED);
    }

    @Test
    void refreshes_of_one_address_are_limited() {
        var session = anonymous();
        for (var time = 0; time < 2; time++) {
            session = refresh(session).json();
        }

        assertThat(error(refresh(session))).isEqualTo(REFUSED);
    }

    @Test
    void changes_of_one_user_are_limited_and_no_other_user_is_hit() {
        var ann = caller.as(anonymous().path("access_token").asText());
        var ben = caller.as(anonymous().path("access_token").asText());
        change(ann);
        change(ann);

        assertThat(error(change(ann))).isEqualTo(REFUSED);
        assertThat(error(change(ben))).isEqualTo("200 ");
        assertThat(ann.get("/auth/v1/user").status()).isEqualTo(200);
    }

    private JsonNode anonymous() {
        return caller.post("/auth/v1/signup", "{}").json();
    }

    private String signUp() {
        var email = email();
        assertThat(caller.post("/auth/v1/signup", credentials(email, "123456")).status())
                .isEqualTo(200);
        return email;
    }

    private String signIn(String email, String password) {
        return error(caller.post(BY_PASSWORD, credentials(email, password)));
    }

    private Caller.Reply refresh(JsonNode session) {
        return caller.post(
                "/auth/v1/token?grant_type=refresh_token",
                "{\"refresh_token\":\"%s\"}".formatted(session.path("refresh_token").asText()));
    }

    private static Caller.Reply change(Caller user) {
        return user.send("PUT", "/auth/v1/user", "{\"data\":{\"a\":1}}");
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
