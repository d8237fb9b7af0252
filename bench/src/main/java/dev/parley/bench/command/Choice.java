// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.command;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// Finds what was asked for by name.
///
/// @param kind what it is, such as `scenario`
/// @param all those there are
/// @param nameOf tells the name of one
record Choice<T>(String kind, List<T> all, Function<T, String> nameOf) {
    /// Returns the one with that name.
    ///
    /// @param command whose argument it was
    /// @throws ParameterException naming those there are
    T named(String name, CommandLine command) {
        Optional<T> found =
                all.stream().filter(thing -> nameOf.apply(thing).equals(name)).findFirst();
        return found.orElseThrow(() ->
                new ParameterException(
                        command,
                        "there is no %s %s; there are %s"
                                .formatted(
                                        kind,
                                        name,
                                        String.join(", ", all.stream().map(nameOf).toList()))));
    }
}
