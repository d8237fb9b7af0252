// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.rest;

import dev.parley.gateway.catalog.Argument;
import dev.parley.gateway.catalog.Catalog;
import dev.parley.gateway.catalog.CatalogCache;
import dev.parley.gateway.catalog.Function;
import dev.parley.gateway.http.ApiError;
import dev.parley.gateway.http.ApiErrorException;
import dev.parley.gateway.http.ApiReply;
import dev.parley.gateway.http.ApiRequest;
import dev.parley.gateway.query.Query;
import dev.parley.gateway.query.QueryParser;
import dev.parley.gateway.query.RowRange;
import dev.parley.gateway.query.SelectItem;
import dev.parley.gateway.sql.CallSql;
import dev.parley.gateway.sql.Planner;
import dev.parley.gateway.sql.ReadPlan;
import dev.parley.gateway.sql.Shape;
import dev.parley.gateway.sql.Statement;
import dev.parley.gateway.token.Claims;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// Answers `/rest/v1/rpc/{function}`.
final class CallRoute {
    private final CatalogCache catalogs;
    private final Transactions transactions;
    private final long maxRows;

    CallRoute(CatalogCache catalogs, Transactions transactions, long maxRows) {
        this.catalogs = catalogs;
        this.transactions = transactions;
        this.maxRows = maxRows;
    }

    ApiReply handle(ApiRequest request, Claims claims, String name) throws SQLException {
        var exchange = Exchange.of(request);
        var call =
                switch (request.method()) {
                    case "POST" -> {
                        var json = body(request);
                        yield catalogs.plan(catalog -> byBody(exchange, catalog, name, json));
                    }
                    case "GET", "HEAD" ->
                            catalogs.plan(catalog -> byQuery(exchange, catalog, name));
                    default ->
                            throw new ApiErrorException(
                                    ApiError.of(
                                            405,
                                            "PGRST101",
                                            "Cannot use the %s method on RPC"
                                                    .formatted(request.method())));
                };
        requireCountable(exchange, call.function());
        var readOnly = call.function().readOnly() || !"POST".equals(request.method());
        return transactions.run(
                request,
                claims,
                catalogs.get(),
                exchange.limitedCommand(
                        call.statement(), readOnly, outcome -> reply(exchange, call, outcome)));
    }

    private static ApiReply reply(Exchange exchange, Call call, Outcome outcome) {
        if (call.function().result() == Function.Result.VOID) {
            return ApiReply.empty(204);
        }
        var reply = exchange.reply(200);
        return call.function().returnsSet()
                ? Ranges.describe(reply, call.offset(), outcome)
                : reply;
    }

    /// A call that is ready to run.
    private record Call(Function function, Statement statement, long offset) {}

    /// The arguments of a POST.
    private record Body(String text, Set<String> names) {}

    private static Body body(ApiRequest request) {
        if (request.body().isBlank()) {
            return new Body("{}", Set.of());
        }
        var json = Rows.body(request);
        var names = new HashSet<String>();
        json.fieldNames().forEachRemaining(names::add);
        return new Body(request.body(), names);
    }

    private Call byBody(Exchange exchange, Catalog catalog, String name, Body body) {
        var query = QueryParser.parse(exchange.request().parameters());
        var function =
                Overloads.choose(
                        catalogs.schema(), name, catalog.functions(name), body.names(), true);
        var sql = new CallSql(function, wanted(exchange, catalog, function, query));
        var statement =
                function.takesWholeBody()
                        ? sql.withBody(body.text())
                        : sql.withJson(given(function, body.names()), body.text());
        return new Call(function, statement, query.root().range().offset());
    }

    private Call byQuery(Exchange exchange, Catalog catalog, String name) {
        var overloads = catalog.functions(name);
        var query =
                QueryParser.parseCall(
                        exchange.request().parameters(),
                        one -> overloads.stream().anyMatch(f -> f.names().contains(one)));
        var function =
                Overloads.choose(
                        catalogs.schema(), name, overloads, query.arguments().keySet(), false);
        var values = new LinkedHashMap<Argument, String>();
        for (var argument : given(function, query.arguments().keySet())) {
            values.put(argument, query.arguments().getOrDefault(argument.name(), ""));
        }
        var statement =
                new CallSql(function, wanted(exchange, catalog, function, query)).withText(values);
        return new Call(function, statement, query.root().range().offset());
    }

    private CallSql.Wanted wanted(
            Exchange exchange, Catalog catalog, Function function, Query query) {
        return new CallSql.Wanted(
                function.result() == Function.Result.ROW ? plan(catalog, function, query) : null,
                page(function, query),
                shape(exchange, function),
                exchange.preferences().counted() && function.returnsSet());
    }

    private ReadPlan plan(Catalog catalog, Function function, Query query) {
        var name = function.table();
        var table = name == null ? null : catalog.table(name).orElse(null);
        return Planner.plan(catalog, table, query, maxRows);
    }

    private RowRange page(Function function, Query query) {
        var root = query.root();
        var plain =
                query.select().equals(List.of(new SelectItem.Star()))
                        && root.conditions().isEmpty()
                        && root.order().isEmpty();
        if (function.result() != Function.Result.ROW && !plain) {
            throw new ApiErrorException(
                    new ApiError(
                            400,
                            "42703",
                            "The function %s returns no rows".formatted(function.name()),
                            null,
                            "select, filters and order are for functions that return rows."));
        }
        return root.range().capped(maxRows);
    }

    private static List<Argument> given(Function function, Set<String> names) {
        return function.arguments().stream()
                .filter(argument -> names.contains(argument.name()))
                .toList();
    }

    /// Refuses `max-affected` where it could not be checked.
    private static void requireCountable(Exchange exchange, Function function) {
        if (exchange.preferences().maxAffected().isPresent() && !function.returnsSet()) {
            throw new ApiErrorException(
                    ApiError.of(
                            400,
                            "PGRST128",
                            "Function must return SETOF or TABLE when max-affected preference is used with handling=strict"));
        }
    }

    private static Shape shape(Exchange exchange, Function function) {
        var asked = exchange.accept().shape();
        return new Shape(asked.single() || !function.returnsSet(), asked.stripNulls());
    }
}
