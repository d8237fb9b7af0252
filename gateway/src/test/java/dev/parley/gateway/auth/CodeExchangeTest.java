// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import static dev.parley.gateway.auth.Forgetful.parameter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.gateway.Caller;
import dev.parley.gateway.Project;
import dev.parley.gateway.ProjectExtension;
import dev.parley.gateway.http.Parameters;
import dev.parley.gateway.mail.Mail;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Recovery by clients that keep a secret (PKCE).
@ExtendWith(ProjectExtension.class)
final class CodeExchangeTest {
    private static final String PAGE = "http://localhost:5173/callback?next=%2Fnew-password";

    /// The example of [RFC 7636](https://www.rfc-editor.org/rfc/rfc7636#appendix-B).
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final CodeChallenge CHALLENGE =
            new CodeChallenge(
                    CodeChallenge.Method.S256, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");

    private final Project project;
    private final Forgetful ann;

    CodeExchangeTest(Project project) {
        this.project = project;
        this.ann = Forgetful.signedUp(project);
    }

    @Test
    void the_link_gives_a_code_that_is_good_with_the_verifier_and_once() {
        var mail = mail(CHALLENGE);

        var code = code(mail);
        var session = exchange(code, VERIFIER);
        var again = exchange(code, VERIFIER);

        assertThat(parameter(mail, "token")).startsWith("pkce_");
        assertThat(session.status()).isEqualTo(200);
        assertThat(session.json().at("/user/email").asText()).isEqualTo(ann.email());
        var chosen = ann.choose(session.json().path("access_token").asText(), "the new password");
        assertThat(chosen.status()).isEqualTo(200);
        assertThat(ann.signIn("the new password")).isEqualTo(200);
        assertThat(refusal(again)).isEqualTo("404 flow_state_not_found");
    }

    @Test
    void a_plain_challenge_is_the_verifier() {
        var code = code(mail(new CodeChallenge(CodeChallenge.Method.PLAIN, VERIFIER)));

        assertThat(refusal(exchange(code, CHALLENGE.text()))).isEqualTo("400 bad_code_verifier");
        assertThat(exchange(code, VERIFIER).status()).isEqualTo(200);
    }

    @Test
    void a_code_alone_is_of_no_use() {
        var code = code(mail(CHALLENGE));

        assertThat(refusal(exchange(code, ""))).isEqualTo("400 validation_failed");
        assertThat(refusal(exchange(code, CHALLENGE.text()))).isEqualTo("400 bad_code_verifier");
        assertThat(refusal(exchange("another-code", VERIFIER)))
                .isEqualTo("404 flow_state_not_found");
    }

    @Test
    void a_code_is_good_for_five_minutes() {
        var code = code(mail(CHALLENGE));
        project.clock().advance(Duration.ofMinutes(5));

        assertThat(refusal(exchange(code, VERIFIER))).isEqualTo("422 flow_state_expired");
    }

    @Test
    void a_link_that_is_no_longer_good_says_so_where_such_clients_look() {
        var mail = mail(CHALLENGE);
        code(mail);

        var address = ann.follow(mail);

        assertThat(Parameters.parse(address.getRawQuery()).first("error_code"))
                .contains("otp_expired");
        assertThat(Parameters.parse(address.getRawQuery()).first("next")).contains("/new-password");
        assertThat(Forgetful.inFragment(address, "error_code")).isEqualTo("otp_expired");
    }

    @Test
    void a_newer_mail_ends_the_code_of_the_older() {
        var code = code(mail(CHALLENGE));
        project.clock().advance(Duration.ofMinutes(1));
        ann.mail(PAGE);

        assertThat(refusal(exchange(code, VERIFIER))).isEqualTo("404 flow_state_not_found");
    }

    @Test
    void a_link_for_a_code_gives_no_session_without_its_prefix() {
        var token = parameter(mail(CHALLENGE), "token").replace("pkce_", "");

        var location =
                new Caller(project.port(), "", "")
                        .get("/auth/v1/verify?type=recovery&token=" + token)
                        .header("Location")
                        .orElse("");

        assertThat(location).contains("error_code=otp_expired");
    }

    @Test
    void the_database_holds_no_code() throws SQLException {
        var code = code(mail(CHALLENGE));

        try (var connection = project.connect();
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "select string_agg(f::text, '') from auth.flow_state f")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).contains(CHALLENGE.text()).doesNotContain(code);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'\"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM\"', null",
        "null, '\"s256\"'",
        "'\"too-short\"', '\"s256\"'",
        "'\"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw/cM\"', '\"s256\"'",
        "'\"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM\"', '\"md5\"'"
    })
    void half_a_challenge_or_what_is_none_is_refused(String challenge, String method) {
        var reply =
                project.anon()
                        .post(
                                "/auth/v1/recover",
                                "{\"email\":\"%s\",\"code_challenge\":%s,\"code_challenge_method\":%s}"
                                        .formatted(ann.email(), challenge, method));

        assertThat(refusal(reply)).isEqualTo("400 validation_failed");
    }

    private Mail mail(CodeChallenge challenge) {
        assertThat(ann.askWith(challenge, PAGE).status()).isEqualTo(200);
        return ann.mail(1);
    }

    private String code(Mail mail) {
        var address = ann.follow(mail);
        assertThat(address.toString()).startsWith(PAGE + "&code=");
        assertThat(address.getFragment()).isNull();
        return Parameters.parse(address.getRawQuery()).first("code").orElseThrow();
    }

    private Caller.Reply exchange(String code, String verifier) {
        return project.anon()
                .post(
                        "/auth/v1/token?grant_type=pkce",
                        "{\"auth_code\":\"%s\",\"code_verifier\":\"%s\"}"
                                .formatted(code, verifier));
    }

    private static String refusal(Caller.Reply reply) {
        return reply.status() + " " + reply.json().path("error_code").asText();
    }
}
