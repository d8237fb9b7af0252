/// Mails to a real mail server.
@NullMarked
package dev.parley.gateway.mail;

import org.jspecify.annotations.NullMarked;
