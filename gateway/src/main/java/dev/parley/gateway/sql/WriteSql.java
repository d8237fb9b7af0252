// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.sql;

import dev.parley.gateway.catalog.Column;
import dev.parley.gateway.catalog.Table;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Writes the statements that change rows of a table.
public final class WriteSql {
    /// Counts in a setting of the transaction, because RETURNING cannot tell an insert from an update.
    private static final String COUNT =
            "set_config('parley.inserted', (coalesce(nullif(current_setting('parley.inserted', true), '')::int, 0) %s 1)::text, true) <> '%s'";

    private final Sql sql = new Sql();
    private final Table table;
    private final @Nullable ReadPlan returned;
    private final Shape shape;

    /// @param returned what to return of the changed rows; absent for nothing
    public WriteSql(Table table, @Nullable ReadPlan returned, Shape shape) {
        this.table = table;
        this.returned = returned;
        this.shape = shape;
    }

    /// Returns the statement that inserts.
    ///
    /// @param rows JSON array of objects
    /// @param columns the columns taken from them
    /// @param missingDefault whether a member that is missing means the column's default, not null
    /// @param conflict what happens to rows that exist; absent when that is an error
    public Statement insert(
            String rows,
            List<Column> columns,
            boolean missingDefault,
            @Nullable Conflict conflict) {
        sql.add("with parley_body as (select ")
                .value(rows)
                .add("::json as json), parley_source as (");
        sql.add("insert into ").name(table.schema(), table.name());
        if (columns.isEmpty()) {
            sql.add(" default values");
        } else {
            sql.add(" (").each(columns, ", ", column -> sql.name(column.name())).add(") select ");
            sql.each(columns, ", ", column -> sql.add("parley_new.").name(column.name()));
            sql.add(" from parley_body, lateral ");
            newRows(columns, missingDefault);
        }
        if (conflict != null) {
            conflict(columns, conflict);
        }
        returning(table.schema(), table.name());
        return finish(conflict != null && conflict.merge());
    }

    /// What happens to rows that exist already.
    ///
    /// @param target the columns that tell
    /// @param merge whether they are updated; otherwise they are left alone
    public record Conflict(List<String> target, boolean merge) {
        /// Copies the columns.
        public Conflict {
            target = List.copyOf(target);
        }
    }

    private void newRows(List<Column> columns, boolean missingDefault) {
        if (missingDefault) {
            sql.add("jsonb_to_recordset((select coalesce(jsonb_agg(");
            defaults(columns);
            sql.add(
                    " || parley_one), '[]') from jsonb_array_elements(parley_body.json::jsonb) parley_one))");
        } else {
            sql.add("json_to_recordset(parley_body.json)");
        }
        typed(columns);
    }

    private void newRow(List<Column> columns, boolean missingDefault) {
        if (missingDefault) {
            sql.add("jsonb_to_record(");
            defaults(columns);
            sql.add(" || parley_body.json::jsonb)");
        } else {
            sql.add("json_to_record(parley_body.json)");
        }
        typed(columns);
    }

    private void defaults(List<Column> columns) {
        sql.add("jsonb_build_object(")
                .each(
                        columns.stream().filter(column -> column.defaultSql() != null).toList(),
                        ", ",
                        column ->
                                sql.value(column.name())
                                        .add("::text, ")
                                        .add(Objects.requireNonNull(column.defaultSql())))
                .add(")");
    }

    private void conflict(List<Column> columns, Conflict conflict) {
        if (conflict.merge() && !columns.isEmpty()) {
            sql.add(" where ").add(COUNT.formatted("+", "0"));
        }
        sql.add(" on conflict (").each(conflict.target(), ", ", sql::name).add(")");
        if (!conflict.merge() || columns.isEmpty()) {
            sql.add(" do nothing");
            return;
        }
        sql.add(" do update set ")
                .each(
                        columns,
                        ", ",
                        column -> sql.name(column.name()).add(" = excluded.").name(column.name()));
        sql.add(" where ").add(COUNT.formatted("-", "-1"));
    }

    /// Returns the statement that updates.
    ///
    /// @param row JSON object
    /// @param columns the columns taken from it, at least one
    /// @param missingDefault whether a member that is missing means the column's default, not null
    /// @param plan whose conditions choose the rows
    public Statement update(
            String row, List<Column> columns, boolean missingDefault, ReadPlan plan) {
        sql.add("with parley_body as (select ")
                .value(row)
                .add("::json as json), parley_source as (");
        sql.add("update ").name(table.schema(), table.name()).add(" as parley_t set ");
        sql.each(
                columns,
                ", ",
                column -> sql.name(column.name()).add(" = parley_new.").name(column.name()));
        sql.add(" from parley_body, lateral ");
        newRow(columns, missingDefault);
        new ConditionSql(sql, "parley_t", table).where(plan.scope().conditions());
        returning("parley_t");
        return finish(false);
    }

    /// Returns the statement that deletes.
    ///
    /// @param plan whose conditions choose the rows
    public Statement delete(ReadPlan plan) {
        sql.add("with parley_source as (delete from ")
                .name(table.schema(), table.name())
                .add(" as parley_t");
        new ConditionSql(sql, "parley_t", table).where(plan.scope().conditions());
        returning("parley_t");
        return finish(false);
    }

    private void typed(List<Column> columns) {
        sql.add(" as parley_new(")
                .each(columns, ", ", column -> sql.name(column.name()).add(" ").add(column.type()))
                .add(")");
    }

    private void returning(String... source) {
        sql.add(" returning ");
        if (returned == null) {
            sql.add("1");
            return;
        }
        var needs = returned.needs();
        if (needs.isEmpty() || needs.get().isEmpty()) {
            path(source);
            sql.add("*");
            return;
        }
        sql.each(
                needs.get(),
                ", ",
                column -> {
                    path(source);
                    sql.name(column);
                });
    }

    private void path(String... source) {
        for (var part : source) {
            sql.name(part).add(".");
        }
    }

    private Statement finish(boolean merged) {
        sql.add(")");
        var items = new ItemsSql(sql);
        if (returned == null) {
            items.nothing(() -> counts(merged));
            return sql.statement(Layout.NOTHING);
        }
        items.items(
                () -> counts(merged),
                shape.item("parley_row"),
                () -> {
                    sql.add("(");
                    new RowsSql(sql).rows(returned, () -> sql.add("parley_source"), false);
                    sql.add(") parley_row");
                });
        return sql.statement(Layout.ofRows(shape));
    }

    /// What is inserted is known once all that is changed has been counted.
    private void counts(boolean merged) {
        sql.add("null::bigint as total, (select count(*) from parley_source) as changed, ")
                .add(
                        merged
                                ? "nullif(current_setting('parley.inserted', true), '')::bigint"
                                : "null::bigint")
                .add(" as inserted");
    }
}
