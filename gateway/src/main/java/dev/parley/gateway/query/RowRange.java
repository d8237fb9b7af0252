// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.query;

import org.jspecify.annotations.Nullable;

/// Which of the rows are wanted.
///
/// @param limit most rows to return; absent for all
/// @param offset rows to leave out first
public record RowRange(@Nullable Long limit, long offset) {
    /// Everything.
    public static final RowRange ALL = new RowRange(null, 0);

    /// Returns this page, of at most that many rows.
    public RowRange capped(long maxRows) {
        return new RowRange(limit == null ? maxRows : Math.min(limit, maxRows), offset);
    }
}
