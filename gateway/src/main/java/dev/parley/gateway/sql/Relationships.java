package dev.parley.gateway.sql;

import dev.parley.gateway.catalog.Catalog;
import dev.parley.gateway.catalog.ForeignKey;
import dev.parley.gateway.catalog.Table;
import dev.parley.gateway.catalog.UnknownNameException;
import dev.parley.gateway.http.ApiError;
import dev.parley.gateway.http.ApiException;
import dev.parley.gateway.query.SelectItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Finds the table an embedded relation means, by foreign key.
final class Relationships {
    private final Catalog catalog;

    Relationships(Catalog catalog) {
        this.catalog = catalog;
    }

    /// A relation that was found.
    ///
    /// @param key the foreign key it follows
    /// @param table the related table
    /// @param many whether several of its rows may belong to one
    /// @param join the columns that must be equal
    record Found(ForeignKey key, Table table, boolean many, List<ReadPlan.Join> join) {}

    Found find(@Nullable Table table, SelectItem.Embed embed) {
        if (table == null) {
            throw unknown("the function's result", embed.relation());
        }
        var found = new ArrayList<Found>();
        for (var key : catalog.foreignKeys()) {
            toOne(key, table, embed).ifPresent(found::add);
            toMany(key, table, embed).ifPresent(found::add);
        }
        if (found.isEmpty()) {
            throw unknown(table.name(), embed.relation());
        }
        if (found.size() > 1) {
            throw ambiguous(table, embed, found);
        }
        return found.getFirst();
    }

    private Optional<Found> toOne(ForeignKey key, Table table, SelectItem.Embed embed) {
        var named =
                key.to().equals(embed.relation())
                        || key.name().equals(embed.relation())
                        || key.fromColumns().equals(List.of(embed.relation()));
        return key.from().equals(table.name()) && named && fits(key, embed)
                ? catalog.table(key.to())
                        .map(other ->
                                new Found(
                                        key,
                                        other,
                                        false,
                                        join(key.fromColumns(), key.toColumns())))
                : Optional.empty();
    }

    private Optional<Found> toMany(ForeignKey key, Table table, SelectItem.Embed embed) {
        var named = key.from().equals(embed.relation()) || key.name().equals(embed.relation());
        return key.to().equals(table.name()) && named && fits(key, embed)
                ? catalog.table(key.from())
                        .map(other ->
                                new Found(
                                        key,
                                        other,
                                        !key.unique(),
                                        join(key.toColumns(), key.fromColumns())))
                : Optional.empty();
    }

    private static boolean fits(ForeignKey key, SelectItem.Embed embed) {
        var hint = embed.hint();
        return hint == null
                || key.name().equals(hint)
                || key.fromColumns().equals(List.of(hint))
                || key.toColumns().equals(List.of(hint));
    }

    private static List<ReadPlan.Join> join(List<String> here, List<String> there) {
        return IntStream.range(0, here.size())
                .mapToObj(place -> new ReadPlan.Join(here.get(place), there.get(place)))
                .toList();
    }

    private UnknownNameException unknown(String from, String to) {
        return new UnknownNameException(
                new ApiError(
                        400,
                        "PGRST200",
                        "Could not find a relationship between '%s' and '%s' in the schema cache"
                                .formatted(from, to),
                        "Searched for a foreign key relationship between '%s' and '%s', but no matches were found."
                                .formatted(from, to),
                        null));
    }

    private static ApiException ambiguous(Table table, SelectItem.Embed embed, List<Found> found) {
        var choices =
                found.stream()
                        .map(one -> "'%s!%s'".formatted(embed.relation(), one.key().name()))
                        .collect(Collectors.joining(", "));
        return new ApiException(
                new ApiError(
                        300,
                        "PGRST201",
                        "Could not embed because more than one relationship was found for '%s' and '%s'"
                                .formatted(table.name(), embed.relation()),
                        null,
                        "Try changing '%s' to one of the following: %s. Find the desired relationship in the 'details' key."
                                .formatted(embed.relation(), choices)));
    }
}
