// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import dev.parley.protocol.Secret;
import java.time.Instant;

/// A signed-in person.
///
/// @param id the person's id, claim `sub` of the token
/// @param session the person's session, claim `session_id`, which stays when the token is renewed; empty
///     when the token names none
/// @param end until when the person may listen without a renewed token
/// @param token the access token itself
/// @param claims all claims of the token as JSON, for the database
record AuthenticatedUser(String id, String session, Instant end, Secret token, String claims) {}
