package dev.parley.worker.authorization;

import java.util.UUID;

/// A signed-in person.
///
/// @param id the person's id, claim `sub` of the token
/// @param claims all claims of the token as JSON, for the database
record User(UUID id, String claims) {}
