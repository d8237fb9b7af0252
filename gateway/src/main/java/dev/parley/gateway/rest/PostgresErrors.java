// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.rest;

import dev.parley.gateway.http.ApiError;
import dev.parley.gateway.share.OverShareException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// Turns what PostgreSQL refuses into an answer, by
/// [PostgREST's table](https://docs.postgrest.org/en/v14/references/errors.html).
final class PostgresErrors {
    private static final Pattern RAISED_STATUS = Pattern.compile("PT([2-5][0-9]{2})");

    private static final Map<String, Integer> BY_STATE =
            Map.ofEntries(
                    Map.entry("23503", 409),
                    Map.entry("23505", 409),
                    Map.entry("25006", 405),
                    Map.entry("42883", 404),
                    Map.entry("42P01", 404),
                    Map.entry("42P17", 500),
                    Map.entry("57P01", 503),
                    Map.entry("53400", 500),
                    Map.entry("P0001", 400));

    private static final Map<String, Integer> BY_CLASS =
            Map.ofEntries(
                    Map.entry("08", 503),
                    Map.entry("09", 500),
                    Map.entry("0L", 403),
                    Map.entry("0P", 403),
                    Map.entry("21", 500),
                    Map.entry("25", 500),
                    Map.entry("28", 403),
                    Map.entry("2D", 500),
                    Map.entry("38", 500),
                    Map.entry("39", 500),
                    Map.entry("3B", 500),
                    Map.entry("40", 500),
                    Map.entry("53", 503),
                    Map.entry("54", 500),
                    Map.entry("55", 500),
                    Map.entry("57", 500),
                    Map.entry("58", 500),
                    Map.entry("F0", 500),
                    Map.entry("HV", 500),
                    Map.entry("P0", 500),
                    Map.entry("XX", 500));

    private static final ApiError NO_CONNECTION =
            ApiError.of(504, "PGRST003", "Timed out acquiring connection from connection pool.");

    private PostgresErrors() {}

    /// Returns the answer.
    ///
    /// @param role the role the statement ran as
    static ApiError of(SQLException failure, String role) {
        if (failure instanceof SQLTransientConnectionException noConnection) {
            return unreachable(noConnection);
        }
        var state = Optional.ofNullable(failure.getSQLState()).orElse("");
        var server = server(failure);
        if (server.isEmpty() || state.startsWith("08") || "57P01".equals(state)) {
            return new ApiError(
                    503,
                    "PGRST001",
                    "Could not query the database because of a connection error.",
                    failure.getMessage(),
                    null);
        }
        return new ApiError(
                status(state, role),
                state,
                server.map(ServerErrorMessage::getMessage).orElse("unknown error"),
                server.map(ServerErrorMessage::getDetail).orElse(null),
                server.map(ServerErrorMessage::getHint).orElse(null));
    }

    /// Returns the answer to a request that got no connection. PostgREST knows no shares, so it has no
    /// code for the first.
    static ApiError of(OverShareException failure) {
        return failure.own()
                ? new ApiError(
                        429,
                        "gateway_429",
                        "Too many requests at once",
                        "Others use the database too: your requests that run now have your whole share of its connections.",
                        "Send fewer requests at the same time, or try again later.")
                : NO_CONNECTION;
    }

    private static ApiError unreachable(SQLTransientConnectionException failure) {
        return failure.getCause() == null
                ? NO_CONNECTION
                : new ApiError(
                        503,
                        "PGRST000",
                        "Database connection error. Retrying the connection.",
                        failure.getCause().getMessage(),
                        null);
    }

    private static Optional<ServerErrorMessage> server(SQLException failure) {
        return failure instanceof PSQLException postgres
                ? Optional.ofNullable(postgres.getServerErrorMessage())
                : Optional.empty();
    }

    private static int status(String state, String role) {
        if ("42501".equals(state)) {
            return "anon".equals(role) ? 401 : 403;
        }
        var raised = RAISED_STATUS.matcher(state);
        if (raised.matches()) {
            return Integer.parseInt(raised.group(1));
        }
        var byState = BY_STATE.get(state);
        if (byState != null) {
            return byState;
        }
        return BY_CLASS.getOrDefault(state.substring(0, Math.min(2, state.length())), 400);
    }
}
