// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing the client wants to see of a row.
public sealed interface SelectItem {
    /// Every column.
    record Star() implements SelectItem {}

    /// One field.
    ///
    /// @param alias the name to show it under; absent for its own
    /// @param cast the type to show it as; absent for its own
    record Value(Field field, @Nullable String alias, @Nullable String cast)
            implements SelectItem {}

    /// Rows of a related table.
    ///
    /// @param relation name of a table, of a foreign key, or of a column that refers
    /// @param alias the name to show it under; absent for the relation's
    /// @param hint a foreign key or column that tells relationships apart; absent when there is one
    /// @param inner whether rows without a related row are left out
    /// @param items what to show of it
    record Embed(
            String relation,
            @Nullable String alias,
            @Nullable String hint,
            boolean inner,
            List<SelectItem> items)
            implements SelectItem {
        /// Copies the items.
        public Embed {
            items = List.copyOf(items);
        }

        /// Returns the name it is shown under.
        public String outputName() {
            return alias == null ? relation : alias;
        }
    }
}
