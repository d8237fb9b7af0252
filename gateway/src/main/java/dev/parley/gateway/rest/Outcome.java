// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.rest;

import java.util.OptionalLong;

/// What a statement gave, beside the items of its answer.
///
/// @param total rows there are, when counted
/// @param count rows shown, or changed when none are to be shown
/// @param changed rows changed; absent for a read or call
/// @param inserted rows an upsert added, when known
record Outcome(OptionalLong total, long count, OptionalLong changed, OptionalLong inserted) {
    /// Nothing was asked of the database, because nothing was to be changed.
    static final Outcome NOTHING =
            new Outcome(OptionalLong.empty(), 0, OptionalLong.of(0), OptionalLong.empty());

    /// Returns the number of rows the request reached, shown or not.
    long affected() {
        return changed.orElse(count);
    }
}
