package dev.parley.gateway.sql;

import dev.parley.gateway.catalog.Argument;
import dev.parley.gateway.catalog.Function;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes the statement that calls a function.
public final class CallSql {
    private final Sql sql = new Sql();
    private final Function function;

    /// @param function what to call
    public CallSql(Function function) {
        this.function = function;
    }

    /// Returns the call with arguments from a JSON object, which PostgreSQL turns into their types.
    ///
    /// @param given the arguments named in it
    /// @param body JSON object
    /// @param plan what to show of the result; absent when that is no row
    public Statement withJson(
            List<Argument> given, String body, @Nullable ReadPlan plan, Shape shape) {
        return statement(
                plan,
                shape,
                () -> {
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
    public Statement withText(Map<Argument, String> given, @Nullable ReadPlan plan, Shape shape) {
        return statement(
                plan,
                shape,
                () ->
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
    public Statement withBody(String body, @Nullable ReadPlan plan, Shape shape) {
        return statement(
                plan,
                shape,
                () ->
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

    private Statement statement(@Nullable ReadPlan plan, Shape shape, Runnable from) {
        if (plan == null) {
            sql.add("with parley_source as (select parley_value from ");
            from.run();
            sql.add(" as parley_call(parley_value))");
            result(
                    function.result() == Function.Result.VOID
                            ? "''"
                            : shape.body("parley_row.parley_value"));
        } else {
            sql.add("with parley_source as (");
            new RowsSql(sql).rows(plan, from, true);
            sql.add(")");
            result(shape.body("parley_row"));
        }
        return sql.statement();
    }

    private void result(String body) {
        sql.add(" select null::bigint as total, count(*) as count, null::bigint as inserted, ")
                .add(body)
                .add(" as body from parley_source parley_row");
    }
}
