/// Mails to people.
///
/// A [dev.parley.gateway.mail.Mail] goes by a [dev.parley.gateway.mail.Mailer]: to a mail server, or into
/// an [dev.parley.gateway.mail.Inbox] that a developer looks into. [dev.parley.gateway.mail.MailDispatcher]
/// sends on virtual threads of its own, a bounded number at a time.
@NullMarked
package dev.parley.gateway.mail;

import org.jspecify.annotations.NullMarked;
