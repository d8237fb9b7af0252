// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.sql;

import dev.parley.gateway.catalog.Catalog;
import dev.parley.gateway.catalog.Table;
import dev.parley.gateway.catalog.UnknownNameException;
import dev.parley.gateway.http.ApiError;
import dev.parley.gateway.http.ApiErrorException;
import dev.parley.gateway.query.SelectItem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds the table an embedded relation means, by computed relationship or foreign key, under
/// [PostgREST's rules](https://docs.postgrest.org/en/v14/references/api/resource_embedding.html).
final class Relationships {
    private final Catalog catalog;

    Relationships(Catalog catalog) {
        this.catalog = catalog;
    }

    /// A relation that was found.
    ///
    /// @param table the related table
    /// @param many whether several of its rows may belong to one
    /// @param source where its rows come from
    record Found(Table table, boolean many, ReadPlan.Source source) {}

    Found find(@Nullable Table table, SelectItem.Embed embed) {
        if (table == null) {
            throw unknown("the function's result", embed, null);
        }
        var computed = computed(table, embed);
        if (computed != null) {
            return computed;
        }
        var found = of(table).stream().filter(one -> isMeant(one, embed)).toList();
        if (found.isEmpty()) {
            throw unknown(table.name(), embed, searched(table, embed));
        }
        if (found.size() > 1) {
            throw ambiguous(table, embed, found);
        }
        var one = found.getFirst();
        return new Found(one.to(), one.many(), new ReadPlan.Source.Joined(one.join()));
    }

    /// A function comes before foreign keys, so that an app can say what a name means.
    private @Nullable Found computed(Table table, SelectItem.Embed embed) {
        for (var one : catalog.computedRelationships()) {
            var related = catalog.table(one.to());
            if (one.function().equals(embed.relation())
                    && one.from().equals(table.name())
                    && related.isPresent()) {
                return new Found(
                        related.get(),
                        one.many(),
                        new ReadPlan.Source.Computed(one.function(), table));
            }
        }
        return null;
    }

    private List<Relationship> of(Table table) {
        var found = new ArrayList<Relationship>();
        for (var key : catalog.foreignKeys()) {
            var from = catalog.table(key.from());
            var to = catalog.table(key.to());
            if (from.isEmpty() || to.isEmpty()) {
                continue;
            }
            Stream.of(
                            Relationship.forward(key, from.get(), to.get()),
                            Relationship.backward(key, from.get(), to.get()))
                    .filter(one -> one.from().equals(table))
                    .forEach(found::add);
        }
        return found;
    }

    private static boolean isMeant(Relationship one, SelectItem.Embed embed) {
        var name = embed.relation();
        var hint = embed.hint();
        var isTable = one.to().name().equals(name);
        if (one.isSelf()) {
            return isMeantOfItself(one, isTable, name, hint);
        }
        if (hint == null) {
            return isTable || one.constraint().equals(name) || one.leaves(name);
        }
        return isTable && (one.constraint().equals(hint) || one.leaves(hint) || one.reaches(hint));
    }

    /// A key of a table to itself is seen from both ends of one table. Its column leads to the row
    /// referred to, `reply_to(*)`; the table's name leads to the rows that refer, `messages(*)`, with
    /// the column as a hint where there are several such keys.
    private static boolean isMeantOfItself(
            Relationship one, boolean isTable, String name, @Nullable String hint) {
        return switch (one.cardinality()) {
            case MANY_TO_ONE -> hint == null && one.leaves(name);
            case ONE_TO_MANY -> isTable && (hint == null || one.reaches(hint));
            case ONE_TO_ONE -> false;
        };
    }

    private static String searched(Table table, SelectItem.Embed embed) {
        var hint = embed.hint();
        return "Searched for a foreign key relationship between '%s' and '%s'%s in the schema '%s', but no matches were found."
                .formatted(
                        table.name(),
                        embed.relation(),
                        hint == null ? "" : " using the hint '" + hint + "'",
                        table.schema());
    }

    private static UnknownNameException unknown(
            String from, SelectItem.Embed embed, @Nullable String details) {
        return new UnknownNameException(
                new ApiError(
                        400,
                        "PGRST200",
                        "Could not find a relationship between '%s' and '%s' in the schema cache"
                                .formatted(from, embed.relation()),
                        details,
                        null));
    }

    private static ApiErrorException ambiguous(
            Table table, SelectItem.Embed embed, List<Relationship> found) {
        var choices =
                found.stream()
                        .map(one -> "'%s!%s'".formatted(one.to().name(), one.constraint()))
                        .collect(Collectors.joining(", "));
        return new ApiErrorException(
                new ApiError(
                        300,
                        "PGRST201",
                        "Could not embed because more than one relationship was found for '%s' and '%s'"
                                .formatted(table.name(), embed.relation()),
                        null,
                        "Try changing '%s' to one of the following: %s. Find the desired relationship in the 'details' key."
                                .formatted(embed.relation(), choices),
                        found.stream().map(Relationship::description).toList()));
    }
}
