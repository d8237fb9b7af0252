// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.types;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The types of a database, as TypeScript has them when they come as JSON.
///
/// @param schema the schema whose enums and rows have names
/// @param byOid all of them
record SqlTypes(String schema, Map<Long, SqlType> byOid) {
    private static final Set<String> NUMBERS =
            Set.of("int2", "int4", "int8", "float4", "float8", "numeric", "oid");
    private static final Set<String> TEXTS =
            Set.of(
                    "bpchar",
                    "bytea",
                    "char",
                    "citext",
                    "date",
                    "inet",
                    "interval",
                    "name",
                    "text",
                    "time",
                    "timestamp",
                    "timestamptz",
                    "timetz",
                    "uuid",
                    "varchar",
                    "vector");

    private static final String TYPES =
            """
            select t.oid::bigint, t.typname, t.typnamespace = ?::regnamespace, t.typtype::text, t.typbasetype::bigint,
                   case when t.typcategory = 'A' then t.typelem::bigint else 0 end,
                   array(select e.enumlabel::text from pg_enum e where e.enumtypid = t.oid order by e.enumsortorder),
                   coalesce(c.relkind::text, '')
              from pg_type t left join pg_class c on c.oid = t.typrelid
            """;

    SqlTypes {
        byOid = Map.copyOf(byOid);
    }

    /// A type.
    ///
    /// @param ours whether it is in the schema
    /// @param kind b base, c composite, d domain, e enum, p pseudo
    /// @param base the oid that a domain is made of
    /// @param element the oid of an array's elements; 0 for others
    /// @param labels those of an enum
    /// @param relation r, v and so on for the row of a table, c for a composite type
    record SqlType(
            long oid,
            String name,
            boolean ours,
            String kind,
            long base,
            long element,
            List<String> labels,
            String relation) {
        SqlType {
            labels = List.copyOf(labels);
        }
    }

    static SqlTypes read(CatalogQuery rows) throws SQLException {
        var types =
                rows.list(
                        TYPES,
                        row ->
                                new SqlType(
                                        row.getLong(1),
                                        row.getString(2),
                                        row.getBoolean(3),
                                        row.getString(4),
                                        row.getLong(5),
                                        row.getLong(6),
                                        CatalogQuery.texts(row, 7),
                                        row.getString(8)));
        return new SqlTypes(
                rows.schema(),
                types.stream().collect(Collectors.toMap(SqlType::oid, Function.identity())));
    }

    /// Returns the enums of the schema by name.
    Map<String, List<String>> enums() {
        var enums = new TreeMap<String, List<String>>();
        byOid.values().stream()
                .filter(type -> type.ours() && type.kind().equals("e"))
                .forEach(type -> enums.put(type.name(), type.labels()));
        return enums;
    }

    /// Returns what a value of the type is in TypeScript.
    String typescript(long oid) {
        var type = byOid.get(oid);
        if (type == null) {
            return "unknown";
        }
        if (type.element() != 0) {
            var element = typescript(type.element());
            return element.contains(" ") ? "(" + element + ")[]" : element + "[]";
        }
        return switch (type.kind()) {
            case "d" -> typescript(type.base());
            case "e" ->
                    type.ours()
                            ? member("Enums", type.name())
                            : type.labels().stream()
                                    .map(TypeScript::literal)
                                    .collect(Collectors.joining(" | "));
            case "c" -> row(type);
            default -> scalar(type.name());
        };
    }

    private String row(SqlType type) {
        if (!type.ours() || type.relation().equals("c")) {
            return "unknown";
        }
        var view = type.relation().equals("v") || type.relation().equals("m");
        return member(view ? "Views" : "Tables", type.name()) + "[\"Row\"]";
    }

    private String member(String group, String name) {
        return "Database[%s][\"%s\"][%s]"
                .formatted(TypeScript.literal(schema), group, TypeScript.literal(name));
    }

    private static String scalar(String name) {
        if (NUMBERS.contains(name)) {
            return "number";
        }
        if (TEXTS.contains(name)) {
            return "string";
        }
        return switch (name) {
            case "bool" -> "boolean";
            case "json", "jsonb" -> "Json";
            case "void" -> "undefined";
            case "record" -> "Record<string, unknown>";
            default -> "unknown";
        };
    }
}
