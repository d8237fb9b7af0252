// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.query;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything a query string says.
///
/// @param select what to show; a star when the client names nothing
/// @param scopes conditions, order and page by the path of the embedded relation they are about; the
///     empty path is the request's own table
/// @param columns the columns of `columns=`; empty when absent
/// @param onConflict the columns of `on_conflict=`; empty when absent
/// @param arguments for functions called by GET: the parameters that are no filters
public record Query(
        List<SelectItem> select,
        Map<List<String>, Scope> scopes,
        List<String> columns,
        List<String> onConflict,
        Map<String, String> arguments) {
    /// Copies the collections.
    public Query {
        select = List.copyOf(select);
        scopes = Map.copyOf(scopes);
        columns = List.copyOf(columns);
        onConflict = List.copyOf(onConflict);
        arguments = Map.copyOf(arguments);
    }

    /// What is asked of one table.
    ///
    /// @param conditions all must hold
    /// @param order sort keys, most important first
    /// @param range which rows
    public record Scope(List<Condition> conditions, List<Order> order, RowRange range) {
        /// No wishes.
        public static final Scope NONE = new Scope(List.of(), List.of(), RowRange.ALL);

        /// Copies the lists.
        public Scope {
            conditions = List.copyOf(conditions);
            order = List.copyOf(order);
        }

        /// Returns this scope with a page of at most that many rows.
        public Scope capped(long maxRows) {
            return new Scope(conditions, order, range.capped(maxRows));
        }
    }

    /// Returns this query for the rows a change shows, which are all those it changed: no part of a
    /// change can be left out by a page.
    public Query withoutPages() {
        var whole = new HashMap<List<String>, Scope>();
        scopes.forEach((path, scope) ->
                whole.put(path, new Scope(scope.conditions(), scope.order(), RowRange.ALL)));
        return new Query(select, whole, columns, onConflict, arguments);
    }

    /// Returns what is asked of the request's own table.
    public Scope root() {
        return scope(List.of());
    }

    /// Returns what is asked of the relation at that path.
    public Scope scope(List<String> path) {
        return Optional.ofNullable(scopes.get(path)).orElse(Scope.NONE);
    }
}
