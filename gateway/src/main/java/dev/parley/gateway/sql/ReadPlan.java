// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.sql;

import dev.parley.gateway.catalog.Table;
import dev.parley.gateway.query.Query;
import dev.parley.gateway.query.SelectItem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// A query whose every name has been found in the catalog.
///
/// @param table what the rows are of; absent when they come from a function that returns no table
/// @param items stars, fields and embedded relations, in the order they were asked for
/// @param related the relations among the items, in the same order
/// @param scope conditions, order and page
public record ReadPlan(
        @Nullable Table table, List<SelectItem> items, List<Related> related, Query.Scope scope) {
    /// Copies the lists.
    public ReadPlan {
        items = List.copyOf(items);
        related = List.copyOf(related);
    }

    /// Rows of another table that belong to each row.
    ///
    /// @param output name they are shown under
    /// @param shown whether they are shown at all
    /// @param inner whether rows without any are left out
    /// @param many whether there may be more than one
    /// @param source where they come from
    /// @param plan what is asked of them
    public record Related(
            String output,
            boolean shown,
            boolean inner,
            boolean many,
            Source source,
            ReadPlan plan) {}

    /// Where related rows come from.
    public sealed interface Source {
        /// Their table, by columns.
        ///
        /// @param pairs pairs of columns that must be equal
        record Joined(List<Join> pairs) implements Source {
            /// Copies the pairs.
            public Joined {
                pairs = List.copyOf(pairs);
            }
        }

        /// A function of the outer row.
        ///
        /// @param function its name
        /// @param outer the table whose row it takes
        record Computed(String function, Table outer) implements Source {}
    }

    /// Two columns that must be equal.
    ///
    /// @param here column of the outer row
    /// @param there column of the related row
    public record Join(String here, String there) {}

    /// Returns the columns this plan needs of its source; empty when it needs all, as a function of the
    /// whole row does.
    Optional<SequencedSet<String>> needs() {
        var names = new LinkedHashSet<String>();
        for (var item : items) {
            switch (item) {
                case SelectItem.Star _ -> {
                    return Optional.empty();
                }
                case SelectItem.Value(var field, _, _) -> names.add(field.column());
                case SelectItem.Embed _ -> {}
            }
        }
        for (var one : related) {
            switch (one.source()) {
                case Source.Joined(var pairs) -> pairs.forEach(join -> names.add(join.here()));
                case Source.Computed _ -> {
                    return Optional.empty();
                }
            }
        }
        scope.order().forEach(key -> names.add(key.field().column()));
        return Optional.of(names);
    }
}
