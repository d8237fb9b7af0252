// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.rest;

import dev.parley.gateway.catalog.Catalog;
import dev.parley.gateway.catalog.CatalogCache;
import dev.parley.gateway.catalog.Table;
import dev.parley.gateway.catalog.UnknownNameException;
import dev.parley.gateway.http.ApiError;
import dev.parley.gateway.http.ApiErrorException;
import dev.parley.gateway.http.ApiReply;
import dev.parley.gateway.http.ApiRequest;
import dev.parley.gateway.query.Query;
import dev.parley.gateway.query.QueryParser;
import dev.parley.gateway.sql.Planner;
import dev.parley.gateway.sql.ReadPlan;
import dev.parley.gateway.sql.ReadSql;
import dev.parley.gateway.sql.Statement;
import dev.parley.gateway.sql.WriteSql;
import dev.parley.gateway.token.Claims;
import dev.parley.http.ResponseBody;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.OptionalLong;

/// Answers `/rest/v1/{table}`.
final class TableRoute {
    private static final ResponseBody NO_ROWS =
            ResponseBody.of("[]".getBytes(StandardCharsets.UTF_8));

    private final CatalogCache catalogs;
    private final Transactions transactions;
    private final long maxRows;

    TableRoute(CatalogCache catalogs, Transactions transactions, long maxRows) {
        this.catalogs = catalogs;
        this.transactions = transactions;
        this.maxRows = maxRows;
    }

    ApiReply handle(ApiRequest request, Claims claims, String name) throws SQLException {
        var exchange = Exchange.of(request);
        var query = QueryParser.parse(request.parameters());
        return switch (request.method()) {
            case "GET", "HEAD" -> read(exchange, claims, name, Ranges.apply(request, query));
            case "POST" -> insert(exchange, claims, name, query);
            case "PATCH" -> update(exchange, claims, name, query);
            case "DELETE" -> delete(exchange, claims, name, query);
            default ->
                    throw new ApiErrorException(
                            ApiError.of(
                                    405,
                                    "PGRST117",
                                    "Unsupported HTTP method: " + request.method()));
        };
    }

    private ApiReply read(Exchange exchange, Claims claims, String name, Query query)
            throws SQLException {
        var statement =
                catalogs.plan(catalog -> {
                    var table = table(catalog, name);
                    return ReadSql.read(
                            table,
                            Planner.plan(catalog, table, query, maxRows),
                            exchange.accept().shape(),
                            exchange.preferences().counted());
                });
        var offset = query.root().range().offset();
        return run(
                exchange,
                claims,
                exchange.command(
                        statement,
                        true,
                        outcome -> Ranges.describe(exchange.reply(200), offset, outcome)));
    }

    private ApiReply insert(Exchange exchange, Claims claims, String name, Query query)
            throws SQLException {
        var rows = Rows.array(exchange.request());
        var preferences = exchange.preferences();
        if (rows.isEmpty()) {
            return nothing(exchange, name, 201);
        }
        var statement =
                catalogs.plan(catalog -> {
                    var table = table(catalog, name);
                    return write(exchange, catalog, table, query)
                            .insert(
                                    rows.text(),
                                    rows.columns(table, query.columns()),
                                    preferences.missingDefault(),
                                    Rows.conflict(table, query, preferences));
                });
        return run(
                exchange,
                claims,
                exchange.command(
                        statement,
                        false,
                        outcome -> {
                            var merged = outcome.inserted().equals(OptionalLong.of(0));
                            return exchange.changed(merged ? 200 : 201, outcome);
                        }));
    }

    private ApiReply update(Exchange exchange, Claims claims, String name, Query query)
            throws SQLException {
        var row = Rows.object(exchange.request());
        if (row.keys().isEmpty()) {
            return nothing(exchange, name, 204);
        }
        requireFilter("UPDATE", query);
        var statement =
                catalogs.plan(catalog -> {
                    var table = table(catalog, name);
                    return write(exchange, catalog, table, query)
                            .update(
                                    row.text(),
                                    row.columns(table, query.columns()),
                                    exchange.preferences().missingDefault(),
                                    plan(catalog, table, query));
                });
        return change(exchange, claims, statement);
    }

    private ApiReply delete(Exchange exchange, Claims claims, String name, Query query)
            throws SQLException {
        requireFilter("DELETE", query);
        var statement =
                catalogs.plan(catalog -> {
                    var table = table(catalog, name);
                    return write(exchange, catalog, table, query)
                            .delete(plan(catalog, table, query));
                });
        return change(exchange, claims, statement);
    }

    /// Answers a change that names nothing to be changed.
    private ApiReply nothing(Exchange exchange, String name, int status) throws SQLException {
        catalogs.plan(catalog -> table(catalog, name));
        exchange.requireSingular(Outcome.NOTHING);
        var reply = exchange.changed(status, Outcome.NOTHING);
        return exchange.preferences().representation() ? reply.with(NO_ROWS) : reply;
    }

    private static WriteSql write(Exchange exchange, Catalog catalog, Table table, Query query) {
        var returned = exchange.preferences().representation() ? plan(catalog, table, query) : null;
        return new WriteSql(table, returned, exchange.accept().shape());
    }

    private static ReadPlan plan(Catalog catalog, Table table, Query query) {
        return Planner.plan(catalog, table, query.withoutPages(), Long.MAX_VALUE);
    }

    private ApiReply change(Exchange exchange, Claims claims, Statement statement)
            throws SQLException {
        return run(
                exchange,
                claims,
                exchange.limitedCommand(
                        statement, false, outcome -> exchange.changed(204, outcome)));
    }

    private ApiReply run(Exchange exchange, Claims claims, Command command) throws SQLException {
        return transactions.run(exchange.request(), claims, catalogs.get(), command);
    }

    private Table table(Catalog catalog, String name) {
        return catalog.table(name)
                .orElseThrow(() ->
                        new UnknownNameException(
                                ApiError.of(
                                        404,
                                        "PGRST205",
                                        "Could not find the table '%s.%s' in the schema cache"
                                                .formatted(catalogs.schema(), name))));
    }

    /// As the extension `safeupdate`, which every Supabase project has.
    private static void requireFilter(String command, Query query) {
        if (query.root().conditions().isEmpty()) {
            throw new ApiErrorException(
                    ApiError.of(400, "21000", command + " requires a WHERE clause"));
        }
    }
}
