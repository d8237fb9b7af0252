// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.query;

import org.jspecify.annotations.Nullable;

/// One key rows are sorted by.
///
/// @param descending largest first
/// @param nullsFirst where nulls go; absent for PostgreSQL's choice
public record Order(Field field, boolean descending, @Nullable Boolean nullsFirst) {}
