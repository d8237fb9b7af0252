// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.catalog;

import org.jspecify.annotations.Nullable;

/// One column of a table.
///
/// @param name its name
/// @param type its type as SQL, `timestamp with time zone`, `text[]`
/// @param defaultSql the SQL of its default; absent when it has none
public record Column(String name, String type, @Nullable String defaultSql) {}
