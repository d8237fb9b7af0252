// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.mail;

import dev.parley.protocol.Secret;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Optional;

/// Which mail server takes the mails.
///
/// @param host its name
/// @param port its TCP port, 1 to 65535
/// @param encryption how the way to it is kept private
/// @param login with what it is told who sends; empty for a server that lets anybody
/// @param from who the mails are from: `no-reply@example.com`, or `Example <no-reply@example.com>`
public record SmtpSettings(
        String host, int port, Encryption encryption, Optional<Login> login, String from) {
    /// Refuses values out of range.
    ///
    /// @throws IllegalArgumentException when mails would be from what is no address
    public SmtpSettings {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "the port of the mail server is %d, must be 1 to 65535".formatted(port));
        }
        address(from);
    }

    /// Returns who the mails are from.
    InternetAddress sender() {
        return address(from);
    }

    private static InternetAddress address(String text) {
        try {
            var address = new InternetAddress(text, true);
            address.validate();
            return address;
        } catch (AddressException e) {
            throw new IllegalArgumentException(
                    "%s is no address such as no-reply@example.com".formatted(text), e);
        }
    }

    /// How the way to a mail server is kept private.
    public enum Encryption {
        /// TLS that begins with a command, and must begin; usually on port 587.
        STARTTLS(587),
        /// TLS from the first byte; usually on port 465.
        TLS(465),
        /// None: for a server on this machine.
        NONE(25);

        private final int usualPort;

        Encryption(int usualPort) {
            this.usualPort = usualPort;
        }

        /// Returns the port where servers usually expect it.
        public int usualPort() {
            return usualPort;
        }
    }

    /// What a mail server is shown.
    ///
    /// @param user a name
    /// @param password its password
    public record Login(String user, Secret password) {}
}
