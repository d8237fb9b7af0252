// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.auth;

import dev.parley.gateway.mail.Mail;
import java.net.URI;

/// Words the mail to somebody who forgot the password.
final class RecoveryMail {
    private RecoveryMail() {}

    /// @param to the person's address
    /// @param link what to follow
    /// @param code six digits to type instead
    static Mail of(String to, URI link, String code) {
        return new Mail(
                to,
                "Reset your password",
                """
                Follow this link to choose a new password:

                %s

                Or enter the code %s.

                Both are good once, for one hour. If you did not ask for this, leave it be: your password stays as it is.
                """
                        .formatted(link, code),
                """
                <h2>Reset your password</h2>
                <p><a href="%s">Choose a new password</a></p>
                <p>Or enter the code <strong>%s</strong>.</p>
                <p>Both are good once, for one hour. If you did not ask for this, leave it be: your password stays as it is.</p>
                """
                        .formatted(link.toString().replace("&", "&amp;"), code),
                link);
    }
}
