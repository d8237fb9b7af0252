package dev.parley.gateway.query;

import org.jspecify.annotations.Nullable;

/// Which of the rows are wanted.
///
/// @param limit most rows to return; absent for all
/// @param offset rows to leave out first
public record Page(@Nullable Long limit, long offset) {
    /// Everything.
    public static final Page ALL = new Page(null, 0);

    /// Returns this page, of at most that many rows.
    public Page capped(long maxRows) {
        return new Page(limit == null ? maxRows : Math.min(limit, maxRows), offset);
    }
}
