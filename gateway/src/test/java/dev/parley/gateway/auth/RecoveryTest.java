// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import static dev.parley.gateway.auth.Forgetful.OLD_PASSWORD;
import static dev.parley.gateway.auth.Forgetful.code;
import static dev.parley.gateway.auth.Forgetful.inFragment;
import static dev.parley.gateway.auth.Forgetful.parameter;
import static dev.parley.gateway.auth.Forgetful.path;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.Caller;
import dev.parley.gateway.Gateway;
import dev.parley.gateway.Project;
import dev.parley.gateway.ProjectExtension;
import dev.parley.gateway.mail.MailException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ProjectExtension.class)
final class RecoveryTest {
    private static final String PAGE = "http://localhost:5173/new-password";
    private static final String NEW_PASSWORD = "the new password";

    private final Project project;
    private final Forgetful ann;

    RecoveryTest(Project project) {
        this.project = project;
        this.ann = Forgetful.signedUp(project);
    }

    @Test
    void the_link_of_a_mail_gives_a_session_that_may_choose_a_new_password() {
        var mail = ann.mail(PAGE);

        var address = ann.follow(mail);

        assertThat(address.toString()).startsWith(PAGE + "#access_token=");
        assertThat(inFragment(address, "type")).isEqualTo("recovery");
        assertThat(inFragment(address, "token_type")).isEqualTo("bearer");
        assertThat(inFragment(address, "expires_in")).isEqualTo("3600");
        assertThat(inFragment(address, "refresh_token")).isNotEmpty();
        assertThat(inFragment(address, "expires_at")).isNotEmpty();
        var chosen = ann.choose(inFragment(address, "access_token"), NEW_PASSWORD);
        assertThat(chosen.status()).isEqualTo(200);
        assertThat(ann.signIn(OLD_PASSWORD)).isEqualTo(400);
        assertThat(ann.signIn(NEW_PASSWORD)).isEqualTo(200);
    }

    @Test
    void the_mail_is_for_the_address_and_says_the_link_and_six_digits() {
        var mail = ann.mail(PAGE);

        assertThat(mail.to()).isEqualTo(ann.email());
        assertThat(mail.text()).contains(mail.link().toString());
        assertThat(mail.html()).contains(mail.link().toString().replace("&", "&amp;"), code(mail));
        assertThat(mail.link().toString())
                .startsWith("http://127.0.0.1:" + project.port() + "/auth/v1/verify?token=")
                .endsWith(
                        "&type=recovery&redirect_to=http%3A%2F%2Flocalhost%3A5173%2Fnew-password");
    }

    @Test
    void an_unknown_address_is_answered_as_a_known_one_and_gets_no_mail() {
        var nobody = new Forgetful(project, project.anon(), UUID.randomUUID() + "@example.com");

        var known = ann.ask(PAGE);
        var unknown = nobody.ask(PAGE);
        var again = nobody.ask(PAGE);

        assertThat(unknown.status()).isEqualTo(known.status()).isEqualTo(200);
        assertThat(unknown.body()).isEqualTo(known.body()).isEqualTo("{}");
        assertThat(again.status()).isEqualTo(ann.ask(PAGE).status()).isEqualTo(429);
        ann.mail(1);
        assertThat(nobody.mails()).isEmpty();
    }

    @Test
    void one_address_gets_one_mail_a_minute_and_ten_an_hour() {
        ann.mail(PAGE);

        var refused = ann.ask(PAGE);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().path("error_code").asText())
                .isEqualTo("over_email_send_rate_limit");
        assertThat(refused.header("Retry-After")).isPresent();
        for (var mail = 2; mail <= 10; mail++) {
            project.clock().advance(Duration.ofMinutes(1));
            ann.mail(PAGE);
        }
        project.clock().advance(Duration.ofMinutes(1));
        assertThat(ann.ask(PAGE).status()).isEqualTo(429);
        project.clock().advance(Duration.ofHours(1));
        assertThat(ann.ask(PAGE).status()).isEqualTo(200);
    }

    @Test
    void a_link_is_good_once() {
        var mail = ann.mail(PAGE);
        ann.follow(mail);

        var again = ann.follow(mail);

        assertThat(again)
                .hasToString(
                        PAGE
                                + "#error=access_denied&error_code=otp_expired&error_description=Email+link+is+invalid+or+has+expired");
    }

    @Test
    void looking_at_a_link_does_not_use_it_up() {
        var mail = ann.mail(PAGE);

        var looked = new Caller(project.port(), "", "").send("HEAD", path(mail), "");

        assertThat(looked.status()).isEqualTo(200);
        assertThat(inFragment(ann.follow(mail), "access_token")).isNotEmpty();
    }

    @Test
    void a_link_is_good_for_an_hour() {
        var mail = ann.mail(PAGE);
        project.clock().advance(Duration.ofHours(1));

        assertThat(inFragment(ann.follow(mail), "error_code")).isEqualTo("otp_expired");
    }

    @Test
    void a_newer_mail_ends_the_older() {
        var older = ann.mail(PAGE);
        project.clock().advance(Duration.ofMinutes(1));
        var newer = ann.mail(PAGE);

        assertThat(inFragment(ann.follow(older), "error_code")).isEqualTo("otp_expired");
        assertThat(ann.type(code(newer)).status()).isEqualTo(200);
    }

    @Test
    void a_new_password_ends_a_mail_under_way() {
        var mail = ann.mail(PAGE);
        var session =
                ann.caller()
                        .post(
                                "/auth/v1/token?grant_type=password",
                                "{\"email\":\"%s\",\"password\":\"%s\"}"
                                        .formatted(ann.email(), OLD_PASSWORD))
                        .json();

        ann.choose(session.path("access_token").asText(), NEW_PASSWORD);

        assertThat(inFragment(ann.follow(mail), "error_code")).isEqualTo("otp_expired");
        assertThat(ann.type(code(mail)).status()).isEqualTo(403);
    }

    @Test
    void the_digits_of_a_mail_give_a_session_once_and_end_its_link() {
        var mail = ann.mail(PAGE);

        var session = ann.type(code(mail));
        var again = ann.type(code(mail));

        assertThat(session.status()).isEqualTo(200);
        assertThat(session.json().at("/user/email").asText()).isEqualTo(ann.email());
        assertThat(session.json().path("access_token").asText()).isNotEmpty();
        assertThat(again.status()).isEqualTo(403);
        assertThat(again.json().path("error_code").asText()).isEqualTo("otp_expired");
        assertThat(again.json().path("msg").asText()).isEqualTo("Token has expired or is invalid");
        assertThat(inFragment(ann.follow(mail), "error_code")).isEqualTo("otp_expired");
    }

    @Test
    void who_guesses_digits_has_five_tries_and_locks_nobody_out_of_the_link() {
        var mail = ann.mail(PAGE);
        var wrong = code(mail).equals("000000") ? "000001" : "000000";
        for (var guess = 0; guess < OneTimeTokens.MAX_WRONG_CODES; guess++) {
            assertThat(ann.type(wrong).status()).isEqualTo(403);
        }

        assertThat(ann.type(code(mail)).status()).isEqualTo(403);
        assertThat(inFragment(ann.follow(mail), "access_token")).isNotEmpty();
    }

    @Test
    void an_app_may_show_the_token_of_the_link_itself() {
        var body =
                "{\"type\":\"recovery\",\"token_hash\":\"%s\"}"
                        .formatted(parameter(ann.mail(PAGE), "token"));

        var session = project.anon().post("/auth/v1/verify", body);
        var again = project.anon().post("/auth/v1/verify", body);

        assertThat(session.json().at("/user/email").asText()).isEqualTo(ann.email());
        assertThat(again.status()).isEqualTo(403);
        assertThat(again.json().path("error_code").asText()).isEqualTo("otp_expired");
        assertThat(again.json().path("msg").asText())
                .isEqualTo("Email link is invalid or has expired");
    }

    @Test
    void nobody_is_sent_to_a_foreign_page() {
        var mail = ann.mail("https://evil.example.net/steal");

        assertThat(parameter(mail, "redirect_to")).isEqualTo(Project.SITE.toString());
        var forged =
                path(mail)
                        .replaceFirst(
                                "redirect_to=.*", "redirect_to=https%3A%2F%2Fevil.example.net%2F");
        assertThat(new Caller(project.port(), "", "").get(forged).header("Location").orElse(""))
                .startsWith(Project.SITE + "#access_token=");
    }

    @Test
    void who_does_not_say_where_to_goes_back_to_where_they_asked() {
        ann.ask("", "Referer", "http://localhost:5173/");

        assertThat(parameter(ann.mail(1), "redirect_to")).isEqualTo("http://localhost:5173/");
    }

    @Test
    void a_link_of_another_type_says_so_to_the_app() {
        var path = path(ann.mail(PAGE)).replace("type=recovery", "type=signup");

        var address = new Caller(project.port(), "", "").get(path).header("Location").orElse("");

        assertThat(address)
                .startsWith(PAGE + "#error=invalid_request&error_code=validation_failed");
    }

    @Test
    void a_banned_person_gets_no_session_by_mail() throws SQLException {
        var mail = ann.mail(PAGE);
        project.execute(
                "update auth.users set banned_until = 'infinity' where email = '%s'"
                        .formatted(ann.email()));

        assertThat(inFragment(ann.follow(mail), "error_code")).isEqualTo("user_banned");
    }

    @Test
    void the_database_holds_no_secret_of_a_mail() throws SQLException {
        var mail = ann.mail(PAGE);

        try (var connection = project.connect();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "select t::text from auth.one_time_tokens t where relates_to = '%s'"
                                        .formatted(ann.email()))) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1))
                    .contains(ann.email())
                    .doesNotContain(parameter(mail, "token"))
                    .doesNotContain("," + code(mail) + ",");
        }
    }

    @Test
    void a_session_of_a_mail_ends_the_others_when_it_chooses_a_password() {
        var elsewhere =
                ann.caller()
                        .post(
                                "/auth/v1/token?grant_type=password",
                                "{\"email\":\"%s\",\"password\":\"%s\"}"
                                        .formatted(ann.email(), OLD_PASSWORD))
                        .json()
                        .path("access_token")
                        .asText();
        var here = inFragment(ann.follow(ann.mail(PAGE)), "access_token");

        ann.choose(here, NEW_PASSWORD);

        assertThat(ann.caller().as(elsewhere).get("/auth/v1/user").status()).isEqualTo(403);
        assertThat(ann.caller().as(here).get("/auth/v1/user").status()).isEqualTo(200);
    }

    @Test
    void what_is_no_address_is_refused() {
        assertThat(project.anon().post("/auth/v1/recover", "{}").status()).isEqualTo(400);
        assertThat(project.anon().post("/auth/v1/recover", "{\"email\":\"ann\"}").status())
                .isEqualTo(400);
    }

    @Test
    void an_empty_or_double_proof_is_refused() {
        var verify = "/auth/v1/verify";

        assertThat(project.anon().post(verify, "{\"type\":\"recovery\"}").status()).isEqualTo(400);
        assertThat(project.anon().post(verify, "{\"token_hash\":\"x\"}").status()).isEqualTo(400);
        assertThat(
                        project.anon()
                                .post(
                                        verify,
                                        "{\"type\":\"recovery\",\"token\":\"1\",\"token_hash\":\"x\"}")
                                .status())
                .isEqualTo(400);
        assertThat(project.anon().get(verify + "?type=recovery").status()).isEqualTo(400);
    }

    @Test
    void a_link_waits_for_a_change_of_the_password_that_is_under_way() throws Exception {
        var mail = ann.mail(PAGE);
        try (var connection = project.connect();
                var statement = connection.createStatement();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            connection.setAutoCommit(false);
            statement.execute(
                    "select from auth.users where email = '%s' for update".formatted(ann.email()));
            var followed = threads.submit(() -> ann.follow(mail));
            Awaitility.await().until(this::somebodyWaitsForTheUser);

            statement.execute(
                    "delete from auth.one_time_tokens where relates_to = '%s'"
                            .formatted(ann.email()));
            connection.commit();

            assertThat(inFragment(followed.get(), "error_code")).isEqualTo("otp_expired");
        }
    }

    private boolean somebodyWaitsForTheUser() throws SQLException {
        try (var connection = project.connect();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "select from pg_stat_activity where wait_event_type = 'Lock'"
                                        + " and query like '%auth.users%'")) {
            return rows.next();
        }
    }

    @Test
    void when_no_mail_goes_out_everybody_is_told_so() {
        try (var gateway =
                Gateway.start(
                        Project.config(project.url(), AuthSettings.Rates.defaults()),
                        () -> {
                            throw new MailException("nobody takes mails");
                        },
                        project.clock())) {
            var caller = new Caller(gateway.port(), project.anon().key(), "");
            for (var email : new String[] {ann.email(), "nobody@example.com"}) {
                var reply = new Forgetful(project, caller, email).ask(PAGE);

                assertThat(reply.status()).isEqualTo(500);
                assertThat(reply.json().path("error_code").asText())
                        .isEqualTo("unexpected_failure");
                assertThat(reply.json().path("msg").asText())
                        .isEqualTo("Error sending recovery email");
            }
        }
    }
}
