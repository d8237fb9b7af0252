// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.rest;

import dev.parley.gateway.catalog.CatalogCache;
import dev.parley.gateway.catalog.UnknownNameException;
import dev.parley.gateway.http.ApiError;
import dev.parley.gateway.http.ApiErrorException;
import dev.parley.gateway.http.ApiReply;
import dev.parley.gateway.http.ApiRequest;
import dev.parley.gateway.query.QuerySyntaxException;
import dev.parley.gateway.share.FairPool;
import dev.parley.gateway.share.OverShareException;
import dev.parley.gateway.token.Claims;
import dev.parley.http.SpoolSpace;
import java.sql.SQLException;
import java.util.Set;

/// Answers the requests below `/rest/v1`. Thread-safe; blocks on the database.
public final class RestApi {
    private static final Set<String> READS = Set.of("GET", "HEAD");

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final String schema;
    private final CatalogCache catalog;
    private final TableRoute tables;
    private final CallRoute calls;

    /// @param space where answers lie until they are sent
    /// @param schema the exposed schema
    /// @param maxRows most rows of a table in one answer
    public RestApi(FairPool database, SpoolSpace space, String schema, long maxRows) {
        this.catalog = new CatalogCache(database, schema);
        var transactions = new Transactions(database, space, schema);
        this.schema = schema;
        this.tables = new TableRoute(catalog, transactions, maxRows);
        this.calls = new CallRoute(catalog, transactions, maxRows);
    }

    /// Answers one request.
    ///
    /// @param request its path begins below `/rest/v1`
    /// @param claims of the bearer
    public ApiReply handle(ApiRequest request, Claims claims) {
        try {
            checkProfile(request);
            return dispatch(request, claims);
        } catch (QuerySyntaxException e) {
            return error(new ApiError(400, e.code(), message(e), e.details(), null));
        } catch (ApiErrorException e) {
            return error(e.error());
        } catch (UnknownNameException e) {
            return error(e.error());
        } catch (OverShareException e) {
            return error(PostgresErrors.of(e)).with("Retry-After", "1");
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith("42")
                    && !INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
                catalog.expire();
            }
            return error(PostgresErrors.of(e, claims.role()));
        }
    }

    /// Returns an error in PostgREST's form.
    public static ApiReply error(ApiError error) {
        var reply =
                ApiReply.json(error.status(), error.body())
                        .with("Proxy-Status", "PostgREST; error=" + error.code());
        return error.status() == 401 ? reply.with("WWW-Authenticate", "Bearer") : reply;
    }

    private ApiReply dispatch(ApiRequest request, Claims claims) throws SQLException {
        var path = request.path().substring(1);
        if (path.startsWith("rpc/") && isName(path.substring(4))) {
            return calls.handle(request, claims, path.substring(4));
        }
        if (isName(path)) {
            return tables.handle(request, claims, path);
        }
        throw new ApiErrorException(
                new ApiError(
                        404,
                        "PGRST125",
                        "Invalid path specified in request URL",
                        "This gateway answers /rest/v1/{table} and /rest/v1/rpc/{function}; it has no OpenAPI page.",
                        null));
    }

    private static boolean isName(String path) {
        return !path.isEmpty() && path.indexOf('/') < 0;
    }

    private void checkProfile(ApiRequest request) {
        var header = READS.contains(request.method()) ? "accept-profile" : "content-profile";
        var wanted = request.header(header).orElse(schema);
        if (!wanted.equals(schema)) {
            throw new ApiErrorException(
                    new ApiError(
                            406,
                            "PGRST106",
                            "Invalid schema: " + wanted,
                            null,
                            "Only the following schemas are exposed: " + schema));
        }
    }

    private static String message(QuerySyntaxException failure) {
        return String.valueOf(failure.getMessage());
    }
}
