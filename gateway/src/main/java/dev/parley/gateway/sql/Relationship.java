// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.sql;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.gateway.catalog.ForeignKey;
import dev.parley.gateway.catalog.Table;
import dev.parley.gateway.http.Json;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A foreign key as seen from one of its two tables.
///
/// @param constraint name of the foreign key
/// @param cardinality how many rows there are on either side
/// @param from the table it is seen from
/// @param to the related table
/// @param join the columns that must be equal
record Relationship(
        String constraint,
        Cardinality cardinality,
        Table from,
        Table to,
        List<ReadPlan.Join> join) {
    /// Copies the pairs.
    Relationship {
        join = List.copyOf(join);
    }

    /// How many rows of the one table belong to how many of the other.
    enum Cardinality {
        MANY_TO_ONE,
        ONE_TO_MANY,
        ONE_TO_ONE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// Returns the key as seen from the table that refers.
    static Relationship forward(ForeignKey key, Table from, Table to) {
        return new Relationship(
                key.name(),
                key.unique() ? Cardinality.ONE_TO_ONE : Cardinality.MANY_TO_ONE,
                from,
                to,
                join(key.fromColumns(), key.toColumns()));
    }

    /// Returns the key as seen from the table referred to.
    static Relationship backward(ForeignKey key, Table from, Table to) {
        return new Relationship(
                key.name(),
                key.unique() ? Cardinality.ONE_TO_ONE : Cardinality.ONE_TO_MANY,
                to,
                from,
                join(key.toColumns(), key.fromColumns()));
    }

    private static List<ReadPlan.Join> join(List<String> here, List<String> there) {
        return IntStream.range(0, here.size())
                .mapToObj(place -> new ReadPlan.Join(here.get(place), there.get(place)))
                .toList();
    }

    boolean many() {
        return cardinality == Cardinality.ONE_TO_MANY;
    }

    boolean isSelf() {
        return from.name().equals(to.name());
    }

    /// Returns whether the one column of this side has that name.
    boolean leaves(String column) {
        return join.size() == 1 && join.getFirst().here().equals(column);
    }

    /// Returns whether the one column of the related side has that name.
    boolean reaches(String column) {
        return join.size() == 1 && join.getFirst().there().equals(column);
    }

    /// Returns what PostgREST says of a candidate.
    ObjectNode description() {
        return Json.object()
                .put("cardinality", cardinality.toString())
                .put("embedding", from.name() + " with " + to.name())
                .put(
                        "relationship",
                        "%s using %s(%s) and %s(%s)"
                                .formatted(
                                        constraint,
                                        from.name(),
                                        columns(ReadPlan.Join::here),
                                        to.name(),
                                        columns(ReadPlan.Join::there)));
    }

    private String columns(Function<ReadPlan.Join, String> side) {
        return join.stream().map(side).collect(Collectors.joining(", "));
    }
}
