// SPDX-License-Identifier: Apache-2.0
package dev.parley.gateway.query;

import java.util.List;

/// A column, or a place inside a JSON column.
///
/// @param column name of the column, as written by the client
/// @param steps the way into its JSON; empty for the column itself
public record Field(String column, List<JsonStep> steps) {
    /// Copies the steps.
    public Field {
        steps = List.copyOf(steps);
    }

    /// Returns the name this field has in a result when the client gives none.
    public String outputName() {
        return steps.reversed().stream()
                .filter(step -> !step.isIndex())
                .findFirst()
                .map(JsonStep::key)
                .orElse(column);
    }
}
