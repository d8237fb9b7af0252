// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.mail;

import java.net.URI;

/// A mail to one person.
///
/// @param to the person's address
/// @param subject one line
/// @param text what it says, as plain text
/// @param html the same, as HTML
/// @param link what the person is asked to follow; part of both texts
public record Mail(String to, String subject, String text, String html, URI link) {}
