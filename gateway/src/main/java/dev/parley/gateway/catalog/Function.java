// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.catalog;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A function that can be called by name.
///
/// @param schema its schema
/// @param name its name
/// @param arguments what goes in, in order
/// @param result what comes out
/// @param returnsSet whether it returns any number of results
/// @param readOnly whether it is declared not to write (stable or immutable)
/// @param table the exposed table whose rows it returns; absent for anything else
public record Function(
        String schema,
        String name,
        List<Argument> arguments,
        Result result,
        boolean returnsSet,
        boolean readOnly,
        @Nullable String table) {
    /// Copies the arguments.
    public Function {
        arguments = List.copyOf(arguments);
    }

    /// What one result is.
    public enum Result {
        /// Nothing.
        VOID,
        /// One value.
        SCALAR,
        /// A row of named columns.
        ROW
    }

    /// Returns whether a call that names exactly these arguments is a call of this function. An argument
    /// without a name cannot be named.
    public boolean accepts(Set<String> given) {
        return !given.contains("")
                && names().containsAll(given)
                && arguments.stream()
                        .filter(Argument::required)
                        .allMatch(argument -> given.contains(argument.name()));
    }

    /// Returns whether the function takes one JSON value without a name.
    public boolean takesWholeBody() {
        return arguments.size() == 1
                && arguments.getFirst().name().isEmpty()
                && Set.of("json", "jsonb").contains(arguments.getFirst().type());
    }

    /// Returns the names of the arguments.
    public Set<String> names() {
        return arguments.stream().map(Argument::name).collect(Collectors.toUnmodifiableSet());
    }
}
