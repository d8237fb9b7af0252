// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import java.util.Map;

/// The variables of OpenTelemetry, as the operator has set them. They may hold secrets.
///
/// @param variables names that begin with `OTEL_`, and values
public record Tracing(Map<String, String> variables) {
    /// Copies the map.
    public Tracing {
        variables = Map.copyOf(variables);
    }

    /// Shows names alone.
    @Override
    public String toString() {
        return "Tracing" + variables.keySet();
    }
}
