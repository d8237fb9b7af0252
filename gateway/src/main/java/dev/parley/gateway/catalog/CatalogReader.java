// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.catalog;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads a [Catalog] over one connection.
final class CatalogReader {
    private final Connection connection;
    private final String schema;

    CatalogReader(Connection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    Catalog read() throws SQLException {
        return new Catalog(tables(), foreignKeys(), computedRelationships(), functions(), roles());
    }

    private Map<String, Table> tables() throws SQLException {
        var keys = new HashMap<String, List<String>>();
        each(CatalogSql.PRIMARY_KEYS, row -> list(keys, row.getString(1)).add(row.getString(2)));
        var columns = new HashMap<String, List<Column>>();
        each(
                CatalogSql.COLUMNS,
                row ->
                        list(columns, row.getString(1))
                                .add(
                                        new Column(
                                                row.getString(2),
                                                row.getString(3),
                                                row.getString(4))));
        var tables = new HashMap<String, Table>();
        columns.forEach((name, its) ->
                tables.put(name, new Table(schema, name, its, keys.getOrDefault(name, List.of()))));
        return tables;
    }

    private List<ForeignKey> foreignKeys() throws SQLException {
        var keys = new ArrayList<ForeignKey>();
        each(
                CatalogSql.FOREIGN_KEYS,
                row ->
                        keys.add(
                                new ForeignKey(
                                        row.getString(1),
                                        row.getString(2),
                                        texts(row, 3),
                                        row.getString(4),
                                        texts(row, 5),
                                        row.getBoolean(6))));
        return keys;
    }

    private List<ComputedRelationship> computedRelationships() throws SQLException {
        var relationships = new ArrayList<ComputedRelationship>();
        each(
                CatalogSql.COMPUTED_RELATIONSHIPS,
                row ->
                        relationships.add(
                                new ComputedRelationship(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getBoolean(4))));
        return relationships;
    }

    private Map<String, List<Function>> functions() throws SQLException {
        var arguments = new HashMap<Long, List<Argument>>();
        each(
                CatalogSql.ARGUMENTS,
                row ->
                        list(arguments, row.getLong(1))
                                .add(
                                        new Argument(
                                                row.getString(2),
                                                row.getString(3),
                                                row.getBoolean(4),
                                                row.getBoolean(5))));
        var functions = new HashMap<String, List<Function>>();
        each(
                CatalogSql.FUNCTIONS,
                row ->
                        list(functions, row.getString(2))
                                .add(
                                        new Function(
                                                schema,
                                                row.getString(2),
                                                arguments.getOrDefault(row.getLong(1), List.of()),
                                                Function.Result.valueOf(row.getString(3)),
                                                row.getBoolean(4),
                                                row.getBoolean(5),
                                                row.getString(6))));
        return functions;
    }

    private Map<String, Map<String, String>> roles() throws SQLException {
        var roles = new HashMap<String, Map<String, String>>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(CatalogSql.ROLES)) {
            while (rows.next()) {
                var settings = roles.computeIfAbsent(rows.getString(1), _ -> new LinkedHashMap<>());
                if (rows.getString(2) != null) {
                    settings.put(rows.getString(2), rows.getString(3));
                }
            }
        }
        return roles;
    }

    private void each(String sql, RowUse use) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, schema);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    use.accept(rows);
                }
            }
        }
    }

    private static <K, V> List<V> list(Map<K, List<V>> lists, K key) {
        return lists.computeIfAbsent(key, _ -> new ArrayList<>());
    }

    private static List<String> texts(ResultSet row, int column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    /// What is done with each row.
    @FunctionalInterface
    private interface RowUse {
        void accept(ResultSet row) throws SQLException;
    }
}
