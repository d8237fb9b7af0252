// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.gateway.catalog.Column;
import dev.parley.gateway.catalog.Table;
import dev.parley.gateway.catalog.UnknownNameException;
import dev.parley.gateway.http.ApiError;
import dev.parley.gateway.http.ApiErrorException;
import dev.parley.gateway.http.ApiRequest;
import dev.parley.gateway.http.Json;
import dev.parley.gateway.query.Query;
import dev.parley.gateway.sql.WriteSql;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The JSON rows of a request's body.
///
/// @param text the JSON, as PostgreSQL gets it
/// @param keys members of the rows
/// @param size how many rows
/// @param uniform whether all rows have the same members
record Rows(String text, SequencedSet<String> keys, int size, boolean uniform) {
    /// Reads one object, or an array of objects; the text becomes an array.
    ///
    /// @throws dev.parley.protocol.api.ApiException when the body is anything else
    static Rows array(ApiRequest request) {
        var body = body(request);
        if (body.isObject()) {
            return new Rows("[" + request.body() + "]", keys(body), 1, true);
        }
        var rows = StreamSupport.stream(body.spliterator(), false).toList();
        if (!body.isArray() || !rows.stream().allMatch(JsonNode::isObject)) {
            throw invalid("Empty or invalid json");
        }
        var keys = rows.isEmpty() ? new LinkedHashSet<String>() : keys(rows.getFirst());
        var uniform = rows.stream().allMatch(row -> keys(row).equals(keys));
        return new Rows(request.body(), keys, rows.size(), uniform);
    }

    /// Reads one object.
    ///
    /// @throws dev.parley.protocol.api.ApiException when the body is anything else
    static Rows object(ApiRequest request) {
        var body = body(request);
        if (!body.isObject()) {
            throw invalid("Empty or invalid json");
        }
        return new Rows(request.body(), keys(body), 1, true);
    }

    /// Returns the body as JSON.
    ///
    /// @throws dev.parley.protocol.api.ApiException when it is none, or says that it is something else
    static JsonNode body(ApiRequest request) {
        var type = request.header("content-type").orElse("application/json").strip();
        var bare = type.contains(";") ? type.substring(0, type.indexOf(';')).strip() : type;
        if (!"application/json".equals(bare.toLowerCase(Locale.ROOT))) {
            throw new ApiErrorException(
                    new ApiError(
                            415,
                            "PGRST102",
                            "Content-Type not acceptable: " + bare,
                            "This gateway takes application/json only.",
                            null));
        }
        return Json.parse(request.body()).orElseThrow(() -> invalid("Empty or invalid json"));
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// Returns the columns these rows fill.
    ///
    /// @param named the columns named in the query string; empty for those in the rows
    List<Column> columns(Table table, List<String> named) {
        if (named.isEmpty() && !uniform) {
            throw invalid("All object keys must match");
        }
        if (named.isEmpty() && keys.isEmpty() && size > 1) {
            throw invalid("Several rows without members need the parameter columns");
        }
        var columns = new ArrayList<Column>();
        for (var name : named.isEmpty() ? keys : named) {
            columns.add(table.column(name).orElseThrow(() -> unknown(table, name)));
        }
        return columns;
    }

    /// Returns what an insert does with rows that exist; absent when that is an error.
    static WriteSql.@Nullable Conflict conflict(Table table, Query query, Preferences preferences) {
        var target = query.onConflict().isEmpty() ? table.primaryKey() : query.onConflict();
        if (preferences.resolution().isEmpty() || target.isEmpty()) {
            return null;
        }
        for (var name : target) {
            if (table.column(name).isEmpty()) {
                throw unknown(table, name);
            }
        }
        return new WriteSql.Conflict(
                target, preferences.resolution().get() == Preferences.Resolution.MERGE);
    }

    private static SequencedSet<String> keys(JsonNode row) {
        var keys = new LinkedHashSet<String>();
        row.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static ApiErrorException invalid(String message) {
        return new ApiErrorException(ApiError.of(400, "PGRST102", message));
    }

    private static UnknownNameException unknown(Table table, String column) {
        return new UnknownNameException(
                ApiError.of(
                        400,
                        "PGRST204",
                        "Could not find the '%s' column of '%s' in the schema cache"
                                .formatted(column, table.name())));
    }
}
