// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.catalog;

import java.util.List;
import java.util.Optional;

/// A table or view.
///
/// @param schema its schema
/// @param name its name
/// @param columns in the order of their definition
/// @param primaryKey names of the key's columns; empty without a key
public record Table(String schema, String name, List<Column> columns, List<String> primaryKey) {
    /// Copies the lists.
    public Table {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
    }

    /// Returns the column with that name.
    public Optional<Column> column(String wanted) {
        return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
    }
}
