// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.rest;

import dev.parley.gateway.catalog.Argument;
import dev.parley.gateway.catalog.Function;
import dev.parley.gateway.catalog.UnknownNameException;
import dev.parley.gateway.http.ApiError;
import dev.parley.gateway.http.ApiErrorException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Chooses among functions of one name by the names of the arguments that were given.
final class Overloads {
    private Overloads() {}

    /// @param hasBody whether a function may take the whole body as its one nameless argument
    /// @throws UnknownNameException when none fits
    /// @throws dev.parley.protocol.api.ApiException when several do
    static Function choose(
            String schema,
            String name,
            List<Function> overloads,
            Set<String> given,
            boolean hasBody) {
        var fitting = overloads.stream().filter(one -> one.accepts(given)).toList();
        if (fitting.isEmpty() && hasBody) {
            fitting = overloads.stream().filter(Function::takesWholeBody).toList();
        }
        if (fitting.isEmpty()) {
            throw unknown(schema + "." + name, overloads, given);
        }
        if (fitting.size() > 1) {
            throw ambiguous(fitting);
        }
        return fitting.getFirst();
    }

    private static UnknownNameException unknown(
            String name, List<Function> overloads, Set<String> given) {
        var arguments = given.stream().sorted().collect(Collectors.joining(", "));
        var with = given.isEmpty() ? " without parameters" : "(" + arguments + ")";
        return new UnknownNameException(
                new ApiError(
                        404,
                        "PGRST202",
                        "Could not find the function %s%s in the schema cache"
                                .formatted(name, with),
                        "Searched for the function %s%s, but no matches were found in the schema cache."
                                .formatted(
                                        name,
                                        given.isEmpty()
                                                ? " without parameters"
                                                : " with parameters " + arguments),
                        hint(name, overloads)));
    }

    private static @Nullable String hint(String name, List<Function> overloads) {
        return overloads.isEmpty()
                ? null
                : "Perhaps you meant to call the function %s(%s)"
                        .formatted(
                                name,
                                overloads.getFirst().arguments().stream()
                                        .map(Argument::name)
                                        .collect(Collectors.joining(", ")));
    }

    private static ApiErrorException ambiguous(List<Function> fitting) {
        var choices =
                fitting.stream()
                        .map(function ->
                                "%s.%s(%s)"
                                        .formatted(
                                                function.schema(),
                                                function.name(),
                                                function.arguments().stream()
                                                        .map(one ->
                                                                one.name() + " => " + one.type())
                                                        .collect(Collectors.joining(", "))))
                        .collect(Collectors.joining(", "));
        return new ApiErrorException(
                new ApiError(
                        300,
                        "PGRST203",
                        "Could not choose the best candidate function between: " + choices,
                        null,
                        "Try renaming the parameters or the function itself in the database so function overloading can be resolved"));
    }
}
