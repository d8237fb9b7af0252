// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.types;

import dev.parley.app.types.SchemaCatalog.Column;
import dev.parley.app.types.SchemaCatalog.ForeignKey;
import dev.parley.app.types.SchemaCatalog.Relation;
import dev.parley.app.types.SqlFunction.Argument;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes the type `Database` that supabase-js takes, in the form that Supabase's command line gives it.
public final class DatabaseTypes {
    private static final String HEAD =
            """
            export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

            """;

    private static final String SHORT_NAMES =
            """

            export type Tables<Name extends keyof (Schema["Tables"] & Schema["Views"])> = (Schema["Tables"] &
              Schema["Views"])[Name] extends { Row: infer Row }
              ? Row
              : never
            export type TablesInsert<Name extends keyof Schema["Tables"]> = Schema["Tables"][Name] extends {
              Insert: infer Insert
            }
              ? Insert
              : never
            export type TablesUpdate<Name extends keyof Schema["Tables"]> = Schema["Tables"][Name] extends {
              Update: infer Update
            }
              ? Update
              : never
            export type Enums<Name extends keyof Schema["Enums"]> = Schema["Enums"][Name]
            """;

    private final SchemaCatalog catalog;
    private final SqlTypes types;

    private DatabaseTypes(SchemaCatalog catalog, SqlTypes types) {
        this.catalog = catalog;
        this.types = types;
    }

    /// Returns a module of TypeScript.
    ///
    /// @param schema one that exists
    public static String of(Connection connection, String schema) throws SQLException {
        var catalog = SchemaCatalog.read(connection, schema);
        var types = SqlTypes.read(new CatalogQuery(connection, schema));
        return new DatabaseTypes(catalog, types).module(schema);
    }

    private String module(String schema) {
        var groups =
                Stream.of(
                                group("Tables", relations(false)),
                                group("Views", relations(true)),
                                group("Functions", functions()),
                                group("Enums", enums()),
                                group("CompositeTypes", List.of()))
                        .collect(Collectors.joining());
        return HEAD
                + "export type Database = {\n  %s: {\n%s  }\n}\n"
                        .formatted(TypeScript.name(schema), groups.indent(4))
                + "\ntype Schema = Database[%s]\n".formatted(TypeScript.literal(schema))
                + SHORT_NAMES;
    }

    private static String group(String name, List<String> members) {
        return members.isEmpty()
                ? name + ": { [_ in never]: never }\n"
                : "%s: {\n%s}\n".formatted(name, String.join("", members).indent(2));
    }

    private List<String> relations(boolean views) {
        return catalog.relations().stream()
                .filter(relation -> relation.view() == views)
                .map(this::relation)
                .toList();
    }

    private String relation(Relation relation) {
        var parts = new StringBuilder(object("Row", relation.columns().stream().map(this::row)));
        if (!relation.view()) {
            parts.append(
                    object(
                            "Insert",
                            relation.columns().stream()
                                    .map(column -> given(column, column.optional()))));
            parts.append(
                    object(
                            "Update",
                            relation.columns().stream().map(column -> given(column, true))));
        }
        var keys =
                catalog.keys().stream()
                        .filter(key -> key.table().equals(relation.name()))
                        .map(DatabaseTypes::relationship)
                        .collect(Collectors.joining());
        parts.append(
                keys.isEmpty()
                        ? "Relationships: []\n"
                        : "Relationships: [\n" + keys.indent(2) + "]\n");
        return "%s: {\n%s}\n"
                .formatted(TypeScript.name(relation.name()), parts.toString().indent(2));
    }

    private String row(Column column) {
        return "%s: %s\n".formatted(TypeScript.name(column.name()), type(column));
    }

    private String given(Column column, boolean optional) {
        var name = TypeScript.name(column.name());
        return column.computed()
                ? name + "?: never\n"
                : "%s%s: %s\n".formatted(name, optional ? "?" : "", type(column));
    }

    private String type(Column column) {
        return types.typescript(column.type()) + (column.nullable() ? " | null" : "");
    }

    private static String relationship(ForeignKey key) {
        return """
        {
          foreignKeyName: %s
          columns: [%s]
          isOneToOne: %s
          referencedRelation: %s
          referencedColumns: [%s]
        },
        """
                .formatted(
                        TypeScript.literal(key.name()),
                        literals(key.columns()),
                        key.unique(),
                        TypeScript.literal(key.referenced()),
                        literals(key.referencedColumns()));
    }

    /// Functions of one name are one member: a union of what each takes and returns.
    private List<String> functions() {
        var byName = new LinkedHashMap<String, String>();
        catalog.functions().stream()
                .filter(SqlFunction::isCallable)
                .forEach(function ->
                        byName.merge(
                                function.name(),
                                signature(function),
                                (one, other) -> one + " | " + other));
        return byName.entrySet().stream()
                .map(function ->
                        "%s: %s\n"
                                .formatted(TypeScript.name(function.getKey()), function.getValue()))
                .toList();
    }

    private String signature(SqlFunction function) {
        var arguments = function.arguments().isEmpty() ? "never" : inline(function.arguments());
        var returned =
                function.results().isEmpty()
                        ? types.typescript(function.returned())
                        : inline(function.results());
        return "{ Args: %s; Returns: %s%s }"
                .formatted(arguments, returned, function.set() ? "[]" : "");
    }

    private String inline(List<Argument> members) {
        return members.stream()
                .map(member ->
                        "%s%s: %s"
                                .formatted(
                                        TypeScript.name(member.name()),
                                        member.optional() ? "?" : "",
                                        types.typescript(member.type())))
                .collect(Collectors.joining("; ", "{ ", " }"));
    }

    private List<String> enums() {
        return types.enums().entrySet().stream()
                .map(one ->
                        "%s: %s\n"
                                .formatted(
                                        TypeScript.name(one.getKey()),
                                        one.getValue().stream()
                                                .map(TypeScript::literal)
                                                .collect(Collectors.joining(" | "))))
                .toList();
    }

    private static String object(String name, Stream<String> members) {
        return "%s: {\n%s}\n".formatted(name, members.collect(Collectors.joining()).indent(2));
    }

    private static String literals(List<String> texts) {
        return texts.stream().map(TypeScript::literal).collect(Collectors.joining(", "));
    }
}
