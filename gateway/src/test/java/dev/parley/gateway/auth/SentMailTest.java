// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.parley.gateway.Caller;
import dev.parley.gateway.Gateway;
import dev.parley.gateway.Project;
import dev.parley.gateway.ProjectExtension;
import dev.parley.gateway.mail.SmtpMailer;
import dev.parley.gateway.mail.SmtpSettings;
import jakarta.mail.internet.MimeMultipart;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Recovery with a real mail server.
@ExtendWith(ProjectExtension.class)
final class SentMailTest {
    private static final Pattern LINK = Pattern.compile("(?m)^http://[^/]+(/auth/v1/verify\\S+)$");

    private final GreenMail server = new GreenMail(ServerSetup.SMTP.dynamicPort());
    private final Project project;
    private final Gateway gateway;

    SentMailTest(Project project) {
        server.start();
        this.project = project;
        this.gateway =
                Gateway.start(
                        Project.config(project.url(), AuthSettings.Rates.defaults()),
                        new SmtpMailer(
                                new SmtpSettings(
                                        "127.0.0.1",
                                        server.getSmtp().getPort(),
                                        SmtpSettings.Encryption.NONE,
                                        Optional.empty(),
                                        "no-reply@chat.example"),
                                project.clock()),
                        project.clock());
    }

    @AfterEach
    void stop() {
        gateway.close();
        server.stop();
    }

    @Test
    void the_link_arrives_whole() throws Exception {
        var ann = Forgetful.signedUp(project, caller());

        assertThat(ann.ask("http://localhost:5173/new?a=b&c=d").status()).isEqualTo(200);

        Awaitility.await().until(() -> server.getReceivedMessages().length == 1);
        var message = server.getReceivedMessages()[0];
        assertThat(message.getAllRecipients()[0]).hasToString(ann.email());
        var text = ((MimeMultipart) message.getContent()).getBodyPart(0).getContent().toString();
        var link = LINK.matcher(text.replace("\r", ""));
        assertThat(link.find()).as(text).isTrue();
        assertThat(
                        new Caller(gateway.port(), "", "")
                                .get(link.group(1))
                                .header("Location")
                                .orElse(""))
                .startsWith("http://localhost:5173/new?a=b&c=d#access_token=");
    }

    @Test
    void while_the_mail_server_is_away_everybody_is_told_so() {
        var ann = Forgetful.signedUp(project, caller());
        server.stop();

        for (var email : new String[] {ann.email(), UUID.randomUUID() + "@example.com"}) {
            var reply = new Forgetful(project, caller(), email).ask("");

            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.json().path("error_code").asText()).isEqualTo("unexpected_failure");
            assertThat(reply.json().path("msg").asText()).isEqualTo("Error sending recovery email");
        }
    }

    private Caller caller() {
        return new Caller(gateway.port(), project.anon().key(), "");
    }
}
