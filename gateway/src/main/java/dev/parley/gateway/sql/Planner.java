// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.sql;

import dev.parley.gateway.catalog.Catalog;
import dev.parley.gateway.catalog.Table;
import dev.parley.gateway.catalog.UnknownNameException;
import dev.parley.gateway.http.ApiError;
import dev.parley.gateway.http.ApiErrorException;
import dev.parley.gateway.query.Condition;
import dev.parley.gateway.query.Field;
import dev.parley.gateway.query.Query;
import dev.parley.gateway.query.SelectItem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds every name of one query in the catalog.
public final class Planner {
    private final Relationships relationships;
    private final Query query;
    private final long maxRows;
    private final Set<List<String>> used = new HashSet<>();

    private Planner(Catalog catalog, Query query, long maxRows) {
        this.relationships = new Relationships(catalog);
        this.query = query;
        this.maxRows = maxRows;
    }

    /// Plans a read.
    ///
    /// @param table what the rows are of; absent when they come from a function that returns no
    ///     table, whose columns PostgreSQL has to check
    /// @param maxRows most rows of any table to return
    /// @throws UnknownNameException when a column or relation is unknown
    /// @throws dev.parley.protocol.api.ApiException when a relation is ambiguous or a filter is about none
    public static ReadPlan plan(Catalog catalog, @Nullable Table table, Query query, long maxRows) {
        var planner = new Planner(catalog, query, maxRows);
        var plan = planner.plan(table, query.select(), List.of());
        planner.refuseUnused();
        return plan;
    }

    private ReadPlan plan(@Nullable Table table, List<SelectItem> items, List<String> path) {
        used.add(path);
        var scope = query.scope(path).capped(maxRows);
        scope.conditions().forEach(condition -> check(table, condition));
        scope.order().forEach(key -> check(table, key.field()));
        var related = new ArrayList<ReadPlan.Related>();
        for (var item : items) {
            switch (item) {
                case SelectItem.Star _ -> {}
                case SelectItem.Value(var field, _, _) -> {
                    if (!isCount(field)) {
                        check(table, field);
                    }
                }
                case SelectItem.Embed embed -> related.add(related(table, embed, path));
            }
        }
        return new ReadPlan(table, items, related, scope);
    }

    private ReadPlan.Related related(
            @Nullable Table table, SelectItem.Embed embed, List<String> path) {
        var found = relationships.find(table, embed);
        var below = new ArrayList<>(path);
        below.add(embed.outputName());
        if (!query.scopes().containsKey(below)) {
            below.set(below.size() - 1, embed.relation());
        }
        return new ReadPlan.Related(
                embed.outputName(),
                !embed.items().isEmpty(),
                embed.inner(),
                found.many(),
                found.source(),
                plan(found.table(), embed.items(), List.copyOf(below)));
    }

    /// Without aggregate functions, `count` is the one thing PostgREST still counts: to PostgreSQL,
    /// `messages.count` is `count(messages)` where there is no such column.
    private static boolean isCount(Field field) {
        return field.equals(new Field("count", List.of()));
    }

    private void refuseUnused() {
        for (var path : query.scopes().keySet()) {
            if (!used.contains(path)) {
                var name = String.join(".", path);
                throw new ApiErrorException(
                        new ApiError(
                                400,
                                "PGRST108",
                                "'%s' is not an embedded resource in this request".formatted(name),
                                null,
                                "Verify that '%s' is included in the 'select' query parameter."
                                        .formatted(name)));
            }
        }
    }

    private static void check(@Nullable Table table, Condition condition) {
        switch (condition) {
            case Condition.And(var parts) -> parts.forEach(part -> check(table, part));
            case Condition.Or(var parts) -> parts.forEach(part -> check(table, part));
            case Condition.Not(var part) -> check(table, part);
            case Condition.Compare compare -> check(table, compare.field());
            case Condition.In in -> check(table, in.field());
            case Condition.Is is -> check(table, is.field());
            case Condition.Search search -> check(table, search.field());
        }
    }

    private static void check(@Nullable Table table, Field field) {
        if (table != null && table.column(field.column()).isEmpty()) {
            throw new UnknownNameException(
                    ApiError.of(
                            400,
                            "42703",
                            "column %s.%s does not exist".formatted(table.name(), field.column())));
        }
    }
}
