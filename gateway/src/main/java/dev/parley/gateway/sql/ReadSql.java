// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.sql;

import dev.parley.gateway.catalog.Table;

/// Writes the statement that reads rows of a table.
public final class ReadSql {
    private ReadSql() {}

    /// Returns the statement.
    ///
    /// @param counted whether all rows are to be counted, whatever the page
    public static Statement read(Table table, ReadPlan plan, Shape shape, boolean counted) {
        var sql = new Sql();
        var rows = new RowsSql(sql);
        sql.add("with parley_source as (");
        rows.rows(plan, () -> sql.name(table.schema(), table.name()), true);
        sql.add(")");
        new ItemsSql(sql)
                .items(
                        () -> {
                            if (counted) {
                                rows.count(plan, () -> sql.name(table.schema(), table.name()));
                            } else {
                                sql.add("null::bigint");
                            }
                            sql.add(" as total, null::bigint as changed, null::bigint as inserted");
                        },
                        shape.item("parley_row"),
                        () -> sql.add("parley_source parley_row"));
        return sql.statement(Layout.ofRows(shape));
    }
}
