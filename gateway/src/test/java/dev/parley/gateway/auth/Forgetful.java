// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import dev.parley.gateway.Caller;
import dev.parley.gateway.Project;
import dev.parley.gateway.http.Parameters;
import dev.parley.gateway.mail.Mail;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// Somebody with an account who forgets passwords.
///
/// @param project where the account is
/// @param caller how it is reached
/// @param email the account's address
record Forgetful(Project project, Caller caller, String email) {
    static final String OLD_PASSWORD = "the old password";
    private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");

    /// Signs somebody up.
    static Forgetful signedUp(Project project) {
        return signedUp(project, project.anon());
    }

    /// Signs somebody up at another gateway of the project.
    static Forgetful signedUp(Project project, Caller caller) {
        var forgetful = new Forgetful(project, caller, UUID.randomUUID() + "@example.com");
        var reply =
                caller.post(
                        "/auth/v1/signup",
                        "{\"email\":\"%s\",\"password\":\"%s\"}"
                                .formatted(forgetful.email, OLD_PASSWORD));
        if (reply.status() != 200) {
            throw new IllegalStateException(reply.body());
        }
        return forgetful;
    }

    /// Asks for a mail as supabase-js does without PKCE.
    Caller.Reply ask(String redirectTo, String... headers) {
        return recover(redirectTo, "null", "null", headers);
    }

    /// Asks for a mail as supabase-js does with PKCE.
    Caller.Reply askWith(CodeChallenge challenge, String redirectTo) {
        return recover(
                redirectTo,
                "\"" + challenge.text() + "\"",
                "\"" + challenge.method().text() + "\"");
    }

    private Caller.Reply recover(
            String redirectTo, String challenge, String method, String... headers) {
        var query =
                redirectTo.isEmpty()
                        ? ""
                        : "?redirect_to=" + URLEncoder.encode(redirectTo, StandardCharsets.UTF_8);
        return caller.post(
                "/auth/v1/recover" + query,
                "{\"email\":\"%s\",\"code_challenge\":%s,\"code_challenge_method\":%s}"
                        .formatted(email, challenge, method),
                headers);
    }

    /// Returns the mails that came, the newest first.
    List<Mail> mails() {
        return project.inbox().mails().stream()
                .map(received -> received.mail())
                .filter(mail -> mail.to().equals(email))
                .toList();
    }

    /// Waits for that many mails; returns the newest.
    Mail mail(int count) {
        return Awaitility.await().until(this::mails, mails -> mails.size() == count).getFirst();
    }

    /// Asks for a mail and waits for it.
    Mail mail(String redirectTo) {
        var before = mails().size();
        var reply = ask(redirectTo);
        if (reply.status() != 200) {
            throw new IllegalStateException(reply.body());
        }
        return mail(before + 1);
    }

    /// Follows the link of a mail as a browser does, with no key; returns where that leads.
    URI follow(Mail mail) {
        var reply = new Caller(caller.port(), "", "").get(path(mail));
        if (reply.status() != 303) {
            throw new IllegalStateException(reply.status() + " " + reply.body());
        }
        return URI.create(reply.header("Location").orElseThrow());
    }

    /// Shows digits.
    Caller.Reply type(String code) {
        return caller.post(
                "/auth/v1/verify",
                "{\"type\":\"recovery\",\"email\":\"%s\",\"token\":\"%s\"}".formatted(email, code));
    }

    /// Signs in.
    int signIn(String password) {
        return caller.post(
                        "/auth/v1/token?grant_type=password",
                        "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password))
                .status();
    }

    /// Gives the account a new password.
    Caller.Reply choose(String accessToken, String password) {
        return caller.as(accessToken)
                .send("PUT", "/auth/v1/user", "{\"password\":\"%s\"}".formatted(password));
    }

    /// Returns the path and query of a mail's link.
    static String path(Mail mail) {
        return mail.link().getRawPath() + "?" + mail.link().getRawQuery();
    }

    /// Returns a parameter of a mail's link.
    static String parameter(Mail mail, String name) {
        return Parameters.parse(mail.link().getRawQuery()).first(name).orElse("");
    }

    /// Returns what the fragment of an address says.
    static String inFragment(URI address, String name) {
        var fragment = address.getRawFragment();
        return Parameters.parse(fragment == null ? "" : fragment).first(name).orElse("");
    }

    /// Returns the digits in a mail.
    static String code(Mail mail) {
        return CODE.matcher(mail.text().replace(mail.link().toString(), ""))
                .results()
                .findFirst()
                .orElseThrow()
                .group();
    }
}
