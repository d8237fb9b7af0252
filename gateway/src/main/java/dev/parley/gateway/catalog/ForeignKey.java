// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.catalog;

import java.util.List;

/// A reference from one table to another.
///
/// @param name name of the constraint
/// @param from table that refers
/// @param fromColumns its columns
/// @param to table referred to
/// @param toColumns the columns there, in the same order
/// @param unique whether at most one row refers to each
public record ForeignKey(
        String name,
        String from,
        List<String> fromColumns,
        String to,
        List<String> toColumns,
        boolean unique) {
    /// Copies the lists.
    public ForeignKey {
        fromColumns = List.copyOf(fromColumns);
        toColumns = List.copyOf(toColumns);
    }
}
