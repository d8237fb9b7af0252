// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.rest;

import dev.parley.gateway.catalog.Catalog;
import dev.parley.gateway.http.ApiError;
import dev.parley.gateway.http.ApiErrorException;
import dev.parley.gateway.http.ApiReply;
import dev.parley.gateway.http.ApiRequest;
import dev.parley.gateway.http.Json;
import dev.parley.gateway.share.FairPool;
import dev.parley.gateway.share.Requester;
import dev.parley.gateway.sql.Statement;
import dev.parley.gateway.token.Claims;
import dev.parley.http.Spool;
import dev.parley.http.SpoolSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Runs one statement in one transaction as the role of the request, as PostgREST does: first the
/// role, its settings, the claims and the request are set for this transaction only, then the
/// statement runs.
final class Transactions {
    /// How many parts of an answer are fetched at once: all of a usual page, and 2 MiB at most.
    private static final int FETCHED_PARTS = 256;

    /// In milliseconds.
    private static final String TIME_LIMIT =
            "(extract(epoch from current_setting('statement_timeout')::interval) * 1000)::bigint";

    private final FairPool database;
    private final SpoolSpace space;
    private final String schema;

    Transactions(FairPool database, SpoolSpace space, String schema) {
        this.database = database;
        this.space = space;
        this.schema = schema;
    }

    /// Runs a command and commits, unless its check throws. The answer is read while it is made, in no
    /// more memory than one fetch needs, and lies in a spool before anything of it is sent: so an error
    /// on the way is the whole answer, and the connection does not wait for the client.
    ///
    /// @throws SQLException when PostgreSQL refuses or cannot be reached
    ApiReply run(ApiRequest request, Claims claims, Catalog catalog, Command command)
            throws SQLException {
        try (var body = new Spool(space, Requester.network(request.remote()))) {
            var outcome = run(request, claims, catalog, command, body);
            return command.reply().apply(outcome).with(body.body());
        } catch (IOException e) {
            throw new UncheckedIOException("an answer could not be kept until it is sent", e);
        }
    }

    private Outcome run(
            ApiRequest request, Claims claims, Catalog catalog, Command command, Spool body)
            throws SQLException, IOException {
        // What is not committed here, the pool rolls back when it takes the connection back.
        try (var lease = database.lease(Requester.of(request, claims))) {
            var connection = lease.connection();
            connection.setReadOnly(command.readOnly());
            var timeLimit = become(connection, settings(request, claims, catalog));
            var outcome = execute(connection, command.statement(), timeLimit, body);
            command.check().accept(outcome);
            if (!command.rollback()) {
                connection.commit();
            }
            return outcome;
        }
    }

    private Map<String, String> settings(ApiRequest request, Claims claims, Catalog catalog) {
        var role = claims.role();
        var ofRole = catalog.roles().get(role);
        if (ofRole == null) {
            throw new ApiErrorException(
                    ApiError.of(401, "22023", "role \"" + role + "\" does not exist"));
        }
        var settings = new LinkedHashMap<String, String>();
        settings.put("search_path", "\"" + schema.replace("\"", "\"\"") + "\", \"extensions\"");
        settings.putAll(ofRole);
        settings.put("role", role);
        settings.put("request.jwt.claims", claims.setting());
        settings.put("request.method", request.method());
        settings.put("request.path", request.path());
        var headers = Json.object();
        request.headers().forEach(headers::put);
        settings.put("request.headers", headers.toString());
        return settings;
    }

    /// Returns the time a statement may take from now on, zero for any.
    private static Duration become(Connection connection, Map<String, String> settings)
            throws SQLException {
        var calls =
                String.join(", ", Collections.nCopies(settings.size(), "set_config(?, ?, true)"));
        try (var statement = connection.prepareStatement("select " + calls + ", " + TIME_LIMIT)) {
            var place = 1;
            for (var setting : settings.entrySet()) {
                statement.setString(place++, setting.getKey());
                statement.setString(place++, setting.getValue());
            }
            try (var row = statement.executeQuery()) {
                row.next();
                return Duration.ofMillis(row.getLong(settings.size() + 1));
            }
        }
    }

    private static Outcome execute(
            Connection connection, Statement statement, Duration timeLimit, Spool body)
            throws SQLException, IOException {
        var started = System.nanoTime();
        try (var prepared = connection.prepareStatement(statement.text())) {
            bind(prepared, statement.parameters());
            prepared.setFetchSize(FETCHED_PARTS);
            try (var rows = prepared.executeQuery()) {
                rows.next();
                var total = number(rows, 1);
                var changed = number(rows, 2);
                var inserted = number(rows, 3);
                var items = new ItemWriter(statement.layout(), body);
                do {
                    write(rows, items);
                    requireTime(rows, started, timeLimit);
                } while (rows.next());
                var shown = items.end();
                var count = statement.showsItems() ? shown : changed.orElse(0);
                return new Outcome(total, count, changed, inserted);
            }
        }
    }

    private static void write(ResultSet row, ItemWriter items) throws SQLException, IOException {
        var part = row.getBytes(5);
        if (part != null) {
            items.add(row.getBoolean(4), part);
        }
    }

    /// PostgreSQL's own limit is for each fetch; this is for all of them.
    private static void requireTime(ResultSet rows, long started, Duration limit)
            throws SQLException {
        if (limit.isPositive()
                && rows.getRow() % FETCHED_PARTS == 0
                && System.nanoTime() - started > limit.toNanos()) {
            throw new ApiErrorException(
                    ApiError.of(500, "57014", "canceling statement due to statement timeout"));
        }
    }

    private static void bind(PreparedStatement prepared, List<String> parameters)
            throws SQLException {
        for (var place = 0; place < parameters.size(); place++) {
            prepared.setObject(place + 1, parameters.get(place), Types.OTHER);
        }
    }

    private static OptionalLong number(ResultSet row, int column) throws SQLException {
        var value = row.getLong(column);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
