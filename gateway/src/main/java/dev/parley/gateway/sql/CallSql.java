// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.sql;

import dev.parley.gateway.catalog.Argument;
import dev.parley.gateway.catalog.Function;
import dev.parley.gateway.query.RowRange;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes the statement that calls a function.
public final class CallSql {
    private final Sql sql = new Sql();
    private final Function function;
    private final Wanted wanted;

    /// @param function what to call
    /// @param wanted what to show of its result
    public CallSql(Function function, Wanted wanted) {
        this.function = function;
        this.wanted = wanted;
    }

    /// What to show of a result.
    ///
    /// @param plan for rows: what to show of them; absent for values
    /// @param range for values: which of them
    /// @param shape how the body is to look
    /// @param counted whether all results are to be counted, whatever the page
    public record Wanted(@Nullable ReadPlan plan, RowRange range, Shape shape, boolean counted) {}

    /// Returns the call with arguments from a JSON object, which PostgreSQL turns into their types.
    ///
    /// @param given the arguments named in it
    /// @param body JSON object
    public Statement withJson(List<Argument> given, String body) {
        return statement(() -> {
            if (given.isEmpty()) {
                call(List.of(), _ -> {});
                return;
            }
            sql.add("json_to_record(").value(body).add("::json) as parley_args(");
            sql.each(
                    given,
                    ", ",
                    argument -> sql.name(argument.name()).add(" ").add(argument.type()));
            sql.add("), lateral ");
            call(given, argument -> sql.add("parley_args.").name(argument.name()));
        });
    }

    /// Returns the call with arguments as text, as a query string has them.
    public Statement withText(Map<Argument, String> given) {
        return statement(() ->
                call(
                        List.copyOf(given.keySet()),
                        argument ->
                                sql.add("cast(")
                                        .value(given.getOrDefault(argument, ""))
                                        .add(" as ")
                                        .add(argument.type())
                                        .add(")")));
    }

    /// Returns the call of a function whose one nameless argument is the whole body.
    public Statement withBody(String body) {
        return statement(() ->
                sql.name(function.schema(), function.name())
                        .add("(")
                        .value(body)
                        .add("::" + function.arguments().getFirst().type())
                        .add(")"));
    }

    private void call(List<Argument> given, Consumer<Argument> value) {
        sql.name(function.schema(), function.name())
                .add("(")
                .each(
                        given,
                        ", ",
                        argument -> {
                            sql.add(argument.variadic() ? "variadic " : "")
                                    .name(argument.name())
                                    .add(" => ");
                            value.accept(argument);
                        })
                .add(")");
    }

    /// The call is a source of its own, so that a function runs once even when its rows are counted.
    private Statement statement(Runnable from) {
        var isRow = function.result() == Function.Result.ROW;
        sql.add("with parley_call as (select parley_f.* from ");
        from.run();
        sql.add(isRow ? " as parley_f)" : " as parley_f(parley_value))");
        var plan = wanted.plan();
        if (function.result() == Function.Result.VOID) {
            new ItemsSql(sql)
                    .nothing(() ->
                            sql.add("null::bigint as total, (select count(*) from parley_call)")
                                    .add(" as changed, null::bigint as inserted"));
            return sql.statement(Layout.NOTHING);
        }
        if (plan == null) {
            values();
            return sql.statement(Layout.ofValues(wanted.shape()));
        }
        rows(plan);
        return sql.statement(Layout.ofRows(wanted.shape()));
    }

    private void rows(ReadPlan plan) {
        var rows = new RowsSql(sql);
        sql.add(", parley_source as (");
        rows.rows(plan, () -> sql.add("parley_call"), true);
        sql.add(")");
        items(() -> rows.count(plan, () -> sql.add("parley_call")), "parley_row");
    }

    private void values() {
        var range = wanted.range();
        sql.add(
                ", parley_source as (select parley_value from parley_call offset "
                        + range.offset());
        if (range.limit() != null) {
            sql.add(" limit " + range.limit());
        }
        sql.add(")");
        items(() -> sql.add("(select count(*) from parley_call)"), "parley_row.parley_value");
    }

    private void items(Runnable count, String item) {
        new ItemsSql(sql)
                .items(
                        () -> counts(count),
                        wanted.shape().item(item),
                        () -> sql.add("parley_source parley_row"));
    }

    private void counts(Runnable count) {
        if (wanted.counted()) {
            count.run();
        } else {
            sql.add("null::bigint");
        }
        sql.add(" as total, null::bigint as changed, null::bigint as inserted");
    }
}
