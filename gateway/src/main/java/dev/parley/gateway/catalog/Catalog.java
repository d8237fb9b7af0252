// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one reading of the database found.
///
/// @param tables by name
/// @param foreignKeys between these tables
/// @param computedRelationships between these tables
/// @param functions by name; overloaded ones share it
/// @param roles the roles a request may act as, each with the settings that come with it
public record Catalog(
        Map<String, Table> tables,
        List<ForeignKey> foreignKeys,
        List<ComputedRelationship> computedRelationships,
        Map<String, List<Function>> functions,
        Map<String, Map<String, String>> roles) {
    /// Copies the collections.
    public Catalog {
        tables = Map.copyOf(tables);
        foreignKeys = List.copyOf(foreignKeys);
        computedRelationships = List.copyOf(computedRelationships);
        functions = Map.copyOf(functions);
        roles = Map.copyOf(roles);
    }

    /// Returns the table or view with that name.
    public Optional<Table> table(String name) {
        return Optional.ofNullable(tables.get(name));
    }

    /// Returns the functions with that name.
    public List<Function> functions(String name) {
        return functions.getOrDefault(name, List.of());
    }
}
