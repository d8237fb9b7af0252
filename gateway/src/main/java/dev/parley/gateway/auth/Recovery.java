// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import dev.parley.gateway.http.ApiReply;
import dev.parley.gateway.http.ApiRequest;
import dev.parley.gateway.mail.Mail;
import dev.parley.gateway.mail.MailDispatcher;
import dev.parley.gateway.mail.MailException;
import dev.parley.gateway.share.Requester;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Mails a link to whoever forgot the password: `POST /recover`.
///
/// All that depends on whether there is such a user is done after the answer, so that neither the answer nor
/// its time tells.
final class Recovery {
    private static final Logger log = LoggerFactory.getLogger(Recovery.class);

    private final AuthDatabase database;
    private final Redirects redirects;
    private final MailDispatcher mails;
    private final OneTimeSecrets secrets;
    private final SignInLimits limits;
    private final Supplier<String> issuer;
    private final Clock clock;

    /// @param issuer address of `/auth/v1`, asked when a mail is made
    Recovery(
            AuthDatabase database,
            Redirects redirects,
            MailDispatcher mails,
            OneTimeSecrets secrets,
            SignInLimits limits,
            Supplier<String> issuer,
            Clock clock) {
        this.database = database;
        this.redirects = redirects;
        this.mails = mails;
        this.secrets = secrets;
        this.limits = limits;
        this.issuer = issuer;
        this.clock = clock;
    }

    /// What was asked for.
    ///
    /// @param who whose shares it takes part of
    /// @param email in lower case
    /// @param target an allowed address
    /// @param challenge of a client that will take its session for a code
    private record Wanted(
            Requester who, String email, String target, Optional<CodeChallenge> challenge) {}

    ApiReply recover(ApiRequest request) {
        var input = Input.of(request);
        var email =
                input.newEmail()
                        .orElseThrow(() ->
                                new AuthException(
                                        400,
                                        "validation_failed",
                                        "Password recovery requires an email"));
        var wanted =
                new Wanted(
                        Requester.at(request.remote(), email),
                        email,
                        redirects.target(request),
                        CodeChallenge.of(input));
        limits.mail(request.remote(), email);
        try {
            mails.dispatch(delivery -> mail(wanted).ifPresent(delivery::send));
        } catch (MailException e) {
            log.atError()
                    .addKeyValue("reason", String.valueOf(e.getMessage()))
                    .log("a mail could not be sent");
            throw new AuthException(500, "unexpected_failure", "Error sending recovery email");
        }
        return ApiReply.json(200, "{}");
    }

    /// Returns the mail, when there is somebody with that address.
    private Optional<Mail> mail(Wanted wanted) throws SQLException {
        var now = clock.instant();
        return database.transact(
                wanted.who(),
                connection -> {
                    var user = new UserTable(connection).lockByEmail(wanted.email()).map(User::id);
                    return user.isEmpty()
                            ? Optional.empty()
                            : Optional.of(mail(connection, user.get(), wanted, now));
                });
    }

    private Mail mail(Connection connection, UUID user, Wanted wanted, Instant now)
            throws SQLException {
        var kind = OneTimeTokens.Kind.RECOVERY;
        var code = secrets.code();
        var token =
                wanted.challenge().isPresent()
                        ? Verification.CODE_PREFIX + secrets.token()
                        : secrets.token();
        new OneTimeTokens(connection, secrets, now)
                .replace(user, kind, wanted.email(), token, code);
        var flows = new FlowStates(connection, secrets, now);
        flows.end(user, kind.type());
        if (wanted.challenge().isPresent()) {
            flows.begin(user, kind.type(), wanted.challenge().get());
        }
        return RecoveryMail.of(wanted.email(), link(token, kind, wanted.target()), code);
    }

    private URI link(String token, OneTimeTokens.Kind kind, String target) {
        return URI.create(
                "%s/verify?token=%s&type=%s&redirect_to=%s"
                        .formatted(
                                issuer.get(),
                                token,
                                kind.type(),
                                URLEncoder.encode(target, StandardCharsets.UTF_8)));
    }
}
