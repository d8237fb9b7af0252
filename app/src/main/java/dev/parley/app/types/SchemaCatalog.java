// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.types;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What PostgreSQL knows of one schema, in the order of names.
///
/// @param relations its tables and views
/// @param keys its foreign keys
/// @param functions those that can be called by name
record SchemaCatalog(List<Relation> relations, List<ForeignKey> keys, List<SqlFunction> functions) {

    SchemaCatalog {
        relations = List.copyOf(relations);
        keys = List.copyOf(keys);
        functions = List.copyOf(functions);
    }

    /// A table or view.
    ///
    /// @param view whether it is one, to which nothing is written
    record Relation(String name, boolean view, List<Column> columns) {
        Relation {
            columns = List.copyOf(columns);
        }
    }

    /// A column.
    ///
    /// @param type the oid of its type
    /// @param nullable whether it may be null
    /// @param optional whether an insert may leave it out: it has a default, may be null, or a trigger gives it a value
    /// @param computed whether nobody may give a value
    record Column(String name, long type, boolean nullable, boolean optional, boolean computed) {}

    /// A reference from columns of one table to another one of the schema.
    ///
    /// @param unique whether at most one row refers to each
    record ForeignKey(
            String name,
            String table,
            List<String> columns,
            boolean unique,
            String referenced,
            List<String> referencedColumns) {
        ForeignKey {
            columns = List.copyOf(columns);
            referencedColumns = List.copyOf(referencedColumns);
        }
    }

    private static final String COLUMNS =
            """
            select c.relname, c.relkind in ('v', 'm'), a.attname, a.atttypid::bigint,
                   not (a.attnotnull or t.typnotnull),
                   a.atthasdef or a.attidentity <> '' or t.typdefault is not null or not (a.attnotnull or t.typnotnull)
                     or exists (select from pg_trigger g join pg_proc p on p.oid = g.tgfoid
                                 where g.tgrelid = c.oid and g.tgtype & 7 = 7
                                   and p.prosrc ~* concat('\\mnew\\.', a.attname, '\\s*:=|\\minto\\M[^;]*\\mnew\\.', a.attname, '\\M')),
                   a.attgenerated <> '' or a.attidentity = 'a'
              from pg_class c
              join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
              join pg_type t on t.oid = a.atttypid
             where c.relnamespace = ?::regnamespace and c.relkind in ('r', 'p', 'f', 'v', 'm')
               and not c.relispartition
             order by c.relname collate "C", a.attname collate "C"
            """;

    private static final String KEYS =
            """
            select k.conname, c.relname,
                   array(select a.attname::text from unnest(k.conkey) with ordinality u (num, place)
                           join pg_attribute a on a.attrelid = c.oid and a.attnum = u.num order by u.place),
                   exists (select from pg_index i
                            where i.indrelid = c.oid and i.indisunique and i.indpred is null
                              and array(select i.indkey[at] from generate_series(0, i.indnkeyatts - 1) at) <@ k.conkey),
                   r.relname,
                   array(select a.attname::text from unnest(k.confkey) with ordinality u (num, place)
                           join pg_attribute a on a.attrelid = r.oid and a.attnum = u.num order by u.place)
              from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_class r on r.oid = k.confrelid
             where k.contype = 'f' and k.conparentid = 0
               and c.relnamespace = ?::regnamespace and r.relnamespace = c.relnamespace
             order by k.conname collate "C"
            """;

    private static final String FUNCTIONS =
            """
            select p.proname, p.prorettype::bigint, p.proretset, p.pronargs - p.pronargdefaults,
                   coalesce(p.proargnames, '{}'), coalesce(p.proallargtypes, p.proargtypes::oid[])::bigint[],
                   coalesce(p.proargmodes::text[], '{}')
              from pg_proc p
             where p.pronamespace = ?::regnamespace and p.prokind = 'f'
               and p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
               and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
             order by p.proname collate "C", p.oid
            """;

    /// Reads a schema.
    static SchemaCatalog read(Connection connection, String schema) throws SQLException {
        var rows = new CatalogQuery(connection, schema);
        return new SchemaCatalog(
                relations(rows),
                rows.list(
                        KEYS,
                        row ->
                                new ForeignKey(
                                        row.getString(1),
                                        row.getString(2),
                                        CatalogQuery.texts(row, 3),
                                        row.getBoolean(4),
                                        row.getString(5),
                                        CatalogQuery.texts(row, 6))),
                rows.list(FUNCTIONS, SqlFunction::read));
    }

    private static List<Relation> relations(CatalogQuery rows) throws SQLException {
        var relations = new ArrayList<Relation>();
        var columns =
                rows.list(
                        COLUMNS,
                        row ->
                                new Relation(
                                        row.getString(1),
                                        row.getBoolean(2),
                                        List.of(
                                                new Column(
                                                        row.getString(3),
                                                        row.getLong(4),
                                                        row.getBoolean(5),
                                                        row.getBoolean(6),
                                                        row.getBoolean(7)))));
        for (var one : columns) {
            if (!relations.isEmpty() && relations.getLast().name().equals(one.name())) {
                var known = relations.removeLast();
                var all = Stream.concat(known.columns().stream(), one.columns().stream()).toList();
                relations.add(new Relation(one.name(), one.view(), all));
            } else {
                relations.add(one);
            }
        }
        return relations;
    }
}
