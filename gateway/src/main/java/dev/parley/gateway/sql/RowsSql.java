// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.sql;

import dev.parley.gateway.query.Order;
import dev.parley.gateway.query.SelectItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Writes the SELECT of a plan: its fields, its embedded relations as lateral joins, its conditions.
final class RowsSql {
    private final Sql sql;
    private int aliases;

    RowsSql(Sql sql) {
        this.sql = sql;
    }

    /// Writes the whole SELECT.
    ///
    /// @param from SQL of the source, without alias
    /// @param filtered whether the source has yet to be filtered
    void rows(ReadPlan plan, Runnable from, boolean filtered) {
        var source = alias("t");
        var related = aliasesFor(plan);
        sql.add("select ");
        list(plan, source, related);
        sql.add(" from ");
        from.run();
        sql.add(" as ").add(source);
        joins(plan, source, related);
        if (filtered) {
            new ConditionSql(sql, source, plan.table()).where(plan.scope().conditions());
        }
        page(plan, source);
    }

    /// Writes the count of all rows, whatever the page.
    void count(ReadPlan plan, Runnable from) {
        var source = alias("t");
        sql.add("(select count(*) from (select 1 from ");
        from.run();
        sql.add(" as ").add(source);
        joins(plan, source, aliasesFor(plan));
        new ConditionSql(sql, source, plan.table()).where(plan.scope().conditions());
        sql.add(") counted)");
    }

    private void joins(ReadPlan plan, String source, List<String> aliases) {
        for (var place = 0; place < aliases.size(); place++) {
            join(plan.related().get(place), source, aliases.get(place));
        }
    }

    private List<String> aliasesFor(ReadPlan plan) {
        var names = new ArrayList<String>();
        plan.related().forEach(_ -> names.add(alias("e")));
        return names;
    }

    private String alias(String prefix) {
        return "parley_" + prefix + aliases++;
    }

    private void list(ReadPlan plan, String source, List<String> aliases) {
        var embedded = 0;
        var separator = "";
        for (var item : plan.items()) {
            switch (item) {
                case SelectItem.Star _ -> sql.add(separator).add(source).add(".*");
                case SelectItem.Value value -> {
                    sql.add(separator);
                    value(value, source, plan);
                }
                case SelectItem.Embed _ -> {
                    var alias = aliases.get(embedded);
                    var related = plan.related().get(embedded++);
                    if (!related.shown()) {
                        continue;
                    }
                    sql.add(separator)
                            .add(
                                    related.many()
                                            ? "coalesce(" + alias + ".parley_rows, '[]')"
                                            : "row_to_json(" + alias + ".*)")
                            .add(" as ")
                            .name(related.output());
                }
            }
            separator = ", ";
        }
    }

    private void value(SelectItem.Value value, String source, ReadPlan plan) {
        var cast = value.cast();
        sql.add(cast == null ? "" : "cast(");
        new ConditionSql(sql, source, plan.table()).field(value.field());
        sql.add(cast == null ? "" : " as " + cast + ")");
        var alias = value.alias();
        sql.add(" as ").name(alias == null ? value.field().outputName() : alias);
    }

    private void join(ReadPlan.Related related, String outer, String alias) {
        sql.add(related.inner() ? " join lateral (" : " left join lateral (");
        if (related.many()) {
            sql.add("select json_agg(parley_row) as parley_rows from (");
            related(related, outer);
            sql.add(") parley_row) ").add(alias);
            sql.add(related.inner() ? " on " + alias + ".parley_rows is not null" : " on true");
        } else {
            related(related, outer);
            sql.add(") ").add(alias).add(" on true");
        }
    }

    private void related(ReadPlan.Related related, String outer) {
        var plan = related.plan();
        var table = Objects.requireNonNull(plan.table(), "relations are tables");
        var source = alias("t");
        var aliases = aliasesFor(plan);
        sql.add("select ");
        list(plan, source, aliases);
        sql.add(" from ");
        var conditions = new ConditionSql(sql, source, table);
        switch (related.source()) {
            case ReadPlan.Source.Joined(var pairs) -> {
                sql.name(table.schema(), table.name()).add(" as ").add(source);
                joins(plan, source, aliases);
                equal(pairs, source, outer);
                conditions.and(plan.scope().conditions());
            }
            case ReadPlan.Source.Computed(var function, var of) -> {
                sql.name(of.schema(), function)
                        .add("(" + outer + "::")
                        .name(of.schema(), of.name());
                sql.add(") as ").add(source);
                joins(plan, source, aliases);
                conditions.where(plan.scope().conditions());
            }
        }
        page(plan, source);
    }

    private void equal(List<ReadPlan.Join> pairs, String source, String outer) {
        sql.add(" where ")
                .each(
                        pairs,
                        " and ",
                        join ->
                                sql.add(source + ".")
                                        .name(join.there())
                                        .add(" = " + outer + ".")
                                        .name(join.here()));
    }

    private void page(ReadPlan plan, String source) {
        order(plan.scope().order(), new ConditionSql(sql, source, plan.table()));
        page(plan.scope().range().limit(), plan.scope().range().offset());
    }

    private void order(List<Order> keys, ConditionSql conditions) {
        if (keys.isEmpty()) {
            return;
        }
        sql.add(" order by ")
                .each(
                        keys,
                        ", ",
                        key -> {
                            conditions.field(key.field());
                            sql.add(key.descending() ? " desc" : " asc");
                            nulls(key.nullsFirst());
                        });
    }

    private void nulls(@Nullable Boolean first) {
        if (first != null) {
            sql.add(first ? " nulls first" : " nulls last");
        }
    }

    private void page(@Nullable Long limit, long offset) {
        if (limit != null) {
            sql.add(" limit " + limit);
        }
        if (offset > 0) {
            sql.add(" offset " + offset);
        }
    }
}
