// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.parley.gateway.mail.SmtpSettings.Encryption;
import dev.parley.gateway.mail.SmtpSettings.Login;
import dev.parley.protocol.Secret;
import jakarta.mail.Message;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SmtpMailerTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);
    private static final Mail MAIL =
            new Mail(
                    "ann@example.com",
                    "Réset",
                    "Follow http://127.0.0.1/verify?token=a&type=recovery – or enter 123456.",
                    "<p>Follow <a href=\"http://127.0.0.1/verify\">this</a>.</p>",
                    URI.create("http://127.0.0.1/verify?token=a&type=recovery"));

    private final GreenMail server =
            new GreenMail(
                    new ServerSetup[] {
                        ServerSetup.SMTP.dynamicPort(), ServerSetup.SMTPS.dynamicPort()
                    });

    SmtpMailerTest() {
        server.setUser("parley", "right");
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void a_mail_arrives_as_text_and_as_html() throws Exception {
        send(mailer(Encryption.NONE, server.getSmtp().getPort(), Optional.empty()));

        var message = server.getReceivedMessages()[0];
        var parts = (MimeMultipart) message.getContent();
        assertThat(message.getSubject()).isEqualTo(MAIL.subject());
        assertThat(message.getFrom()[0]).hasToString("Parley <no-reply@chat.example>");
        assertThat(message.getRecipients(Message.RecipientType.TO)[0])
                .hasToString("ann@example.com");
        assertThat(message.getSentDate()).isEqualTo(CLOCK.instant());
        assertThat(message.getMessageID()).endsWith("@chat.example>");
        assertThat(parts.getBodyPart(0).getContent()).isEqualTo(MAIL.text());
        assertThat(parts.getBodyPart(1).getContent()).isEqualTo(MAIL.html());
        assertThat(GreenMailUtil.getHeaders(message)).contains("Auto-Submitted: auto-generated");
    }

    @Test
    void who_sends_logs_in() {
        var port = server.getSmtp().getPort();

        send(mailer(Encryption.NONE, port, Optional.of(new Login("parley", new Secret("right")))));

        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThatExceptionOfType(MailException.class)
                .isThrownBy(() ->
                        mailer(
                                        Encryption.NONE,
                                        port,
                                        Optional.of(new Login("parley", new Secret("wrong"))))
                                .open())
                .withMessageStartingWith(
                        "the mail server 127.0.0.1:%d does not let us in: ".formatted(port));
    }

    @Test
    void a_server_without_starttls_gets_neither_password_nor_mail() {
        var port = server.getSmtp().getPort();
        var login = Optional.of(new Login("parley", new Secret("right")));

        assertThatExceptionOfType(MailException.class)
                .isThrownBy(() -> mailer(Encryption.STARTTLS, port, login).open())
                .withMessageContaining("STARTTLS");
    }

    @Test
    void a_server_whose_certificate_nobody_signed_gets_no_mail() {
        var port = server.getSmtps().getPort();

        assertThatExceptionOfType(MailException.class)
                .isThrownBy(() -> mailer(Encryption.TLS, port, Optional.empty()).open());
    }

    @Test
    void a_server_that_says_nothing_is_not_waited_for_long() throws IOException {
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var mailer =
                    new SmtpMailer(
                            settings(Encryption.NONE, silent.getLocalPort(), Optional.empty()),
                            Duration.ofMillis(100),
                            CLOCK);

            assertThatExceptionOfType(MailException.class).isThrownBy(mailer::open);
        }
    }

    @Test
    void a_server_that_is_away_is_named() {
        var port = server.getSmtp().getPort();
        server.stop();

        assertThatExceptionOfType(MailException.class)
                .isThrownBy(() -> mailer(Encryption.NONE, port, Optional.empty()).open())
                .withMessageContaining("127.0.0.1:" + port);
    }

    @Test
    void a_sender_that_is_no_address_stops_the_start() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new SmtpSettings(
                                "127.0.0.1", 25, Encryption.NONE, Optional.empty(), "nobody"))
                .withMessage("nobody is no address such as no-reply@example.com");
    }

    private static void send(Mailer mailer) {
        try (var delivery = mailer.open()) {
            delivery.send(MAIL);
        }
    }

    private static Mailer mailer(Encryption encryption, int port, Optional<Login> login) {
        return new SmtpMailer(settings(encryption, port, login), CLOCK);
    }

    private static SmtpSettings settings(Encryption encryption, int port, Optional<Login> login) {
        return new SmtpSettings(
                "127.0.0.1", port, encryption, login, "Parley <no-reply@chat.example>");
    }
}
