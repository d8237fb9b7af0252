// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.mail;

/// Takes mails to people. Thread-safe.
///
/// Opening comes apart from sending, so that whoever asks for a mail can be told whether mails go out at all
/// before anybody looks whether there is somebody to send one to.
public interface Mailer {
    /// Opens a way for one mail; waits until it is open.
    ///
    /// @throws MailException when there is none now
    Delivery open();

    /// An open way, for one thread.
    interface Delivery extends AutoCloseable {
        /// Sends a mail; returns when it has been taken over.
        ///
        /// @throws MailException when it is refused, or the way is lost
        void send(Mail mail);

        @Override
        void close();
    }
}
