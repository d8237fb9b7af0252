package dev.parley.gateway.rest;

import java.util.OptionalLong;

/// What a statement gave.
///
/// @param total rows there are, when counted
/// @param count rows returned or changed
/// @param inserted rows an upsert added, when known
/// @param body JSON text
record Outcome(OptionalLong total, long count, OptionalLong inserted, String body) {
    /// A number that is not known.
    static final OptionalLong NONE = OptionalLong.empty();
}
