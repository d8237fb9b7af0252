// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import dev.parley.gateway.auth.AuthSettings;
import dev.parley.gateway.auth.Redirects;
import dev.parley.gateway.mail.SmtpSettings;
import dev.parley.gateway.mail.SmtpSettings.Encryption;
import dev.parley.gateway.mail.SmtpSettings.Login;
import dev.parley.http.peer.HostName;
import dev.parley.protocol.Secret;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads how our gateway runs.
final class GatewayReader {
    private GatewayReader() {}

    /// @param loopback whether only this machine reaches it
    static Supabase.Local read(Environment environment, Secret jwtSecret, boolean loopback) {
        var smtp =
                environment.has(Variable.GATEWAY_SMTP_HOST)
                        ? Optional.of(smtp(environment))
                        : Optional.<SmtpSettings>empty();
        if (smtp.isPresent() && !loopback) {
            var why = "the links in the mails that GATEWAY_SMTP_HOST takes lead there";
            environment.required(Variable.GATEWAY_URL, why);
            environment.required(Variable.GATEWAY_SITE_URL, why);
        }
        return new Supabase.Local(
                environment.listenPort(Variable.GATEWAY_PORT, Defaults.GATEWAY_PORT),
                jwtSecret,
                environment.httpUrl(Variable.GATEWAY_URL),
                rates(environment),
                redirects(environment, loopback),
                smtp);
    }

    private static AuthSettings.Rates rates(Environment environment) {
        var otherwise = AuthSettings.Rates.defaults();
        return new AuthSettings.Rates(
                environment.count(
                        Variable.GATEWAY_ANONYMOUS_SIGN_UPS, otherwise.anonymousPerHour()),
                environment.count(Variable.GATEWAY_SIGN_INS, otherwise.signInsPerFiveMinutes()),
                environment.count(Variable.GATEWAY_REFRESHES, otherwise.refreshesPerFiveMinutes()),
                environment.count(
                        Variable.GATEWAY_WRONG_PASSWORDS, otherwise.guessesPerFiveMinutes()),
                environment.count(Variable.GATEWAY_USER_CHANGES, otherwise.changesPerFiveMinutes()),
                environment.count(Variable.GATEWAY_MAILS, otherwise.mailsPerHour()),
                otherwise.loopbackFactor());
    }

    private static SmtpSettings smtp(Environment environment) {
        var host = environment.required(Variable.GATEWAY_SMTP_HOST, "a mail server has a name");
        var encryption = encryption(environment);
        var login = login(environment);
        if (encryption == Encryption.NONE
                && login.isPresent()
                && !new HostName(host).isLoopback()) {
            throw new ConfigurationException(
                    "GATEWAY_SMTP_TLS is none, which would show GATEWAY_SMTP_PASSWORD to the network: set it to starttls or tls");
        }
        var port = environment.remotePort(Variable.GATEWAY_SMTP_PORT, encryption.usualPort());
        var from =
                environment.required(
                        Variable.GATEWAY_SMTP_FROM,
                        "the mails that GATEWAY_SMTP_HOST takes are from it");
        try {
            return new SmtpSettings(host, port, encryption, login, from);
        } catch (IllegalArgumentException _) {
            throw environment.wrong(
                    Variable.GATEWAY_SMTP_FROM,
                    "an address such as no-reply@example.com or Example <no-reply@example.com>");
        }
    }

    private static Encryption encryption(Environment environment) {
        return switch (environment
                .text(Variable.GATEWAY_SMTP_TLS)
                .orElse("starttls")
                .toLowerCase(Locale.ROOT)) {
            case "starttls" -> Encryption.STARTTLS;
            case "tls" -> Encryption.TLS;
            case "none" -> Encryption.NONE;
            default -> throw environment.wrong(Variable.GATEWAY_SMTP_TLS, "starttls, tls or none");
        };
    }

    private static Optional<Login> login(Environment environment) {
        if (!environment.has(Variable.GATEWAY_SMTP_USER)
                && !environment.has(Variable.GATEWAY_SMTP_PASSWORD)) {
            return Optional.empty();
        }
        var why = "GATEWAY_SMTP_USER and GATEWAY_SMTP_PASSWORD belong together";
        return Optional.of(
                new Login(
                        environment.required(Variable.GATEWAY_SMTP_USER, why),
                        new Secret(environment.required(Variable.GATEWAY_SMTP_PASSWORD, why))));
    }

    private static Redirects redirects(Environment environment, boolean loopback) {
        var patterns =
                environment
                        .text(Variable.GATEWAY_REDIRECT_URLS)
                        .map(text -> Stream.of(text.split(",", -1)).map(String::strip).toList())
                        .orElse(List.of());
        var local = Redirects.local();
        try {
            return new Redirects(
                    environment.httpUrl(Variable.GATEWAY_SITE_URL).orElse(local.site()),
                    patterns,
                    loopback);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("GATEWAY_REDIRECT_URLS is wrong: " + e.getMessage());
        }
    }
}
