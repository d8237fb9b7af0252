// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.catalog;

/// One argument of a function.
///
/// @param name its name; empty when it has none
/// @param type its type as SQL
/// @param required whether it has no default
/// @param variadic whether it takes the rest of the arguments as an array
public record Argument(String name, String type, boolean required, boolean variadic) {}
