package dev.parley.gateway.rest;

import java.util.OptionalLong;

/// What a statement gave.
///
/// @param total rows there are, when counted
/// @param count rows returned or changed
/// @param inserted rows an upsert added, when known
/// @param body JSON text
record Outcome(OptionalLong total, long count, OptionalLong inserted, String body) {
    /// Nothing was asked of the database, because nothing was to be changed.
    static final Outcome NOTHING = new Outcome(OptionalLong.empty(), 0, OptionalLong.empty(), "[]");
}
