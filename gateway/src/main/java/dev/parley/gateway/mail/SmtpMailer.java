// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Properties;

/// Hands mails to a mail server. Thread-safe; each mail has a connection of its own.
///
/// Opening logs in, so that a server that is away or does not know us is found before a mail is made for it.
public final class SmtpMailer implements Mailer {
    /// For a connection, and for each answer.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SmtpSettings settings;
    private final InternetAddress from;
    private final Session session;
    private final InstantSource clock;

    /// @param settings where
    /// @param clock when mails are written
    public SmtpMailer(SmtpSettings settings, InstantSource clock) {
        this(settings, PATIENCE, clock);
    }

    SmtpMailer(SmtpSettings settings, Duration patience, InstantSource clock) {
        this.settings = settings;
        this.from = settings.sender();
        this.session = Session.getInstance(properties(settings, from, patience));
        this.clock = clock;
    }

    @Override
    public Delivery open() {
        var login = settings.login();
        try {
            var transport = session.getTransport(protocol(settings));
            transport.connect(
                    settings.host(),
                    settings.port(),
                    login.map(SmtpSettings.Login::user).orElse(null),
                    login.map(known -> known.password().reveal()).orElse(null));
            return new Connection(transport);
        } catch (MessagingException e) {
            throw new MailException(
                    "the mail server %s:%d does not let us in: %s"
                            .formatted(settings.host(), settings.port(), e.getMessage()),
                    e);
        }
    }

    /// An open connection.
    private final class Connection implements Delivery {
        private final Transport transport;

        Connection(Transport transport) {
            this.transport = transport;
        }

        @Override
        public void send(Mail mail) {
            try {
                var message = message(mail);
                transport.sendMessage(message, message.getAllRecipients());
            } catch (MessagingException e) {
                throw new MailException(
                        "the mail server %s:%d refused a mail: %s"
                                .formatted(settings.host(), settings.port(), e.getMessage()),
                        e);
            }
        }

        @Override
        public void close() {
            try {
                transport.close();
            } catch (MessagingException _) {
                // the mail was taken, or its failure has been told
            }
        }
    }

    private MimeMessage message(Mail mail) throws MessagingException {
        var charset = StandardCharsets.UTF_8.name();
        var text = new MimeBodyPart();
        text.setText(mail.text(), charset);
        var html = new MimeBodyPart();
        html.setText(mail.html(), charset, "html");
        var message = new MimeMessage(session);
        message.setFrom(from);
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to(), true));
        message.setSubject(mail.subject(), charset);
        message.setSentDate(Date.from(clock.instant()));
        // no answer comes of a program that is away (RFC 3834)
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setContent(new MimeMultipart("alternative", text, html));
        return message;
    }

    private static Properties properties(
            SmtpSettings settings, InternetAddress from, Duration patience) {
        var prefix = "mail." + protocol(settings) + ".";
        var millis = Long.toString(patience.toMillis());
        var properties = new Properties();
        // the domain of each Message-ID, which else is the name of this machine
        properties.setProperty("mail.from", from.getAddress());
        properties.setProperty(prefix + "connectiontimeout", millis);
        properties.setProperty(prefix + "timeout", millis);
        properties.setProperty(prefix + "writetimeout", millis);
        properties.setProperty(prefix + "auth", Boolean.toString(settings.login().isPresent()));
        var starts = settings.encryption() == SmtpSettings.Encryption.STARTTLS;
        properties.setProperty(prefix + "starttls.enable", Boolean.toString(starts));
        properties.setProperty(prefix + "starttls.required", Boolean.toString(starts));
        properties.setProperty(prefix + "ssl.checkserveridentity", "true");
        return properties;
    }

    private static String protocol(SmtpSettings settings) {
        return settings.encryption() == SmtpSettings.Encryption.TLS ? "smtps" : "smtp";
    }
}
