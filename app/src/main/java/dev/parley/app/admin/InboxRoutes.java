// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.parley.gateway.mail.Inbox;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.Collectors;

/// What people would get by mail, for the developer who has set no mail server: a page, and below `.json` the
/// same for programs. Thread-safe.
///
/// Whoever reads a mail can have the account it is for, so the page's address is a secret of this start: the
/// admin port alone lets in every program of this machine while no token is set.
public final class InboxRoutes {
    private static final int SECRET_BYTES = 16;

    private static final String POLICY =
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Inbox inbox;
    private final String path;

    /// Makes a new address.
    public InboxRoutes(Inbox inbox, SecureRandom random) {
        this.inbox = inbox;
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        this.path = "/mails/" + HexFormat.of().formatHex(secret);
    }

    /// Returns the path of the page.
    public String path() {
        return path;
    }

    /// Adds both routes.
    public void addTo(Routes.Builder routes) {
        routes.get(path, this::page).get(path + ".json", this::json);
    }

    private Response json(Request request) {
        var mails = JsonNodeFactory.instance.arrayNode();
        for (var received : inbox.mails()) {
            var mail = received.mail();
            mails.addObject()
                    .put("at", received.at().toString())
                    .put("to", mail.to())
                    .put("subject", mail.subject())
                    .put("text", mail.text())
                    .put("html", mail.html())
                    .put("link", mail.link().toString());
        }
        return Response.json(200, mails.toString());
    }

    private Response page(Request request) {
        var mails = inbox.mails();
        var list =
                mails.isEmpty()
                        ? "<p>No mail yet. Set GATEWAY_SMTP_HOST to send mails to people.</p>"
                        : mails.stream().map(InboxRoutes::article).collect(Collectors.joining());
        var page =
                """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>Mails · Parley</title>
                <link rel="stylesheet" href="/console.css">
                <main>
                <h1>Mails</h1>
                %s
                </main>
                </html>
                """
                        .formatted(list);
        return Response.of(200, "text/html; charset=utf-8", page)
                .with("Content-Security-Policy", POLICY);
    }

    private static String article(Inbox.Received received) {
        var mail = received.mail();
        return """
        <article class="mail">
        <h2>%s</h2>
        <p>To %s, <time>%s</time></p>
        <pre>%s</pre>
        <p><a href="%s">Follow the link</a></p>
        </article>
        """
                .formatted(
                        escaped(mail.subject()),
                        escaped(mail.to()),
                        received.at(),
                        escaped(mail.text()),
                        escaped(mail.link().toString()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
