// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.rest;

import dev.parley.gateway.http.ApiError;
import dev.parley.gateway.http.ApiErrorException;
import dev.parley.gateway.http.ApiReply;
import dev.parley.gateway.http.ApiRequest;
import dev.parley.gateway.query.Query;
import dev.parley.gateway.query.RowRange;
import java.util.HashMap;
import java.util.List;
import java.util.regex.Pattern;

/// The `Range` header of a request, `0-19`, and the `Content-Range` of its answer, `0-19/57`.
final class Ranges {
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,18})-([0-9]{0,18})");

    private Ranges() {}

    /// Returns the query with the page of the `Range` header, unless it names a page itself.
    static Query apply(ApiRequest request, Query query) {
        var range = RANGE.matcher(request.header("range").orElse("").replace("items=", ""));
        var root = query.root();
        if (!range.matches() || !root.range().equals(RowRange.ALL)) {
            return query;
        }
        var from = Long.parseLong(range.group(1));
        var to = range.group(2).isEmpty() ? null : Long.valueOf(range.group(2));
        if (to != null && to < from) {
            throw outside(
                    "The lower boundary must be lower than or equal to the upper boundary in the Range header.");
        }
        var scopes = new HashMap<>(query.scopes());
        scopes.put(
                List.of(),
                new Query.Scope(
                        root.conditions(),
                        root.order(),
                        new RowRange(to == null ? null : to - from + 1, from)));
        return new Query(
                query.select(), scopes, query.columns(), query.onConflict(), query.arguments());
    }

    /// Returns the answer to a read with its range, as a part (206) when rows are known to be missing.
    ///
    /// @param offset rows left out first
    static ApiReply describe(ApiReply reply, long offset, Outcome outcome) {
        var total = outcome.total();
        var rows = outcome.count() == 0 ? "*" : offset + "-" + (offset + outcome.count() - 1);
        if (total.isEmpty()) {
            return reply.with("Content-Range", rows + "/*");
        }
        if (offset > total.getAsLong()) {
            throw outside(
                    "An offset of %d was requested, but there are only %d rows."
                            .formatted(offset, total.getAsLong()));
        }
        var ranged = reply.with("Content-Range", rows + "/" + total.getAsLong());
        return outcome.count() < total.getAsLong() ? ranged.with(206) : ranged;
    }

    private static ApiErrorException outside(String details) {
        return new ApiErrorException(
                new ApiError(416, "PGRST103", "Requested range not satisfiable", details, null));
    }
}
