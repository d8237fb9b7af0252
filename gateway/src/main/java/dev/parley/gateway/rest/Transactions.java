package dev.parley.gateway.rest;

import dev.parley.gateway.catalog.Catalog;
import dev.parley.gateway.http.ApiError;
import dev.parley.gateway.http.ApiException;
import dev.parley.gateway.http.ApiRequest;
import dev.parley.gateway.http.Json;
import dev.parley.gateway.share.FairPool;
import dev.parley.gateway.share.Requester;
import dev.parley.gateway.sql.Statement;
import dev.parley.gateway.token.Claims;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Runs one statement in one transaction as the role of the request, as PostgREST does: first the
/// role, its settings, the claims and the request are set for this transaction only, then the
/// statement runs.
final class Transactions {
    private final FairPool database;
    private final String schema;

    Transactions(FairPool database, String schema) {
        this.database = database;
        this.schema = schema;
    }

    /// What a request may do to the database.
    ///
    /// @param readOnly whether PostgreSQL is to refuse writes
    /// @param rollback whether nothing is kept
    record Mode(boolean readOnly, boolean rollback) {}

    /// Runs a statement and commits, unless `check` throws.
    ///
    /// @param check looks at what came out before it is kept
    /// @throws SQLException when PostgreSQL refuses or cannot be reached
    Outcome run(
            ApiRequest request,
            Claims claims,
            Catalog catalog,
            Statement statement,
            Mode mode,
            Consumer<Outcome> check)
            throws SQLException {
        // What is not committed here, the pool rolls back when it takes the connection back.
        try (var lease = database.lease(Requester.of(request, claims))) {
            var connection = lease.connection();
            connection.setReadOnly(mode.readOnly());
            become(connection, settings(request, claims, catalog));
            var outcome = execute(connection, statement);
            check.accept(outcome);
            if (!mode.rollback()) {
                connection.commit();
            }
            return outcome;
        }
    }

    private Map<String, String> settings(ApiRequest request, Claims claims, Catalog catalog) {
        var role = claims.role();
        var ofRole = catalog.roles().get(role);
        if (ofRole == null) {
            throw new ApiException(
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

    private static void become(Connection connection, Map<String, String> settings)
            throws SQLException {
        var calls =
                String.join(", ", Collections.nCopies(settings.size(), "set_config(?, ?, true)"));
        try (var statement = connection.prepareStatement("select " + calls)) {
            var place = 1;
            for (var setting : settings.entrySet()) {
                statement.setString(place++, setting.getKey());
                statement.setString(place++, setting.getValue());
            }
            statement.execute();
        }
    }

    private static Outcome execute(Connection connection, Statement statement) throws SQLException {
        try (var prepared = connection.prepareStatement(statement.text())) {
            bind(prepared, statement.parameters());
            try (var row = prepared.executeQuery()) {
                row.next();
                return new Outcome(
                        number(row, 1),
                        row.getLong(2),
                        number(row, 3),
                        number(row, 4),
                        Optional.ofNullable(row.getString(5)).orElse("null"));
            }
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
