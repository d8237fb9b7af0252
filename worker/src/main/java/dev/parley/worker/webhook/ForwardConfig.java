// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.webhook;

/// What is published of what webhooks tell.
///
/// @param schema of the tables; rows of another one are ignored
public record ForwardConfig(String schema) {
    /// Refuses an empty schema.
    public ForwardConfig {
        if (schema.isEmpty()) {
            throw new IllegalArgumentException("the schema of the webhooks' tables is empty");
        }
    }

    /// Returns what holds when nothing is set.
    public static ForwardConfig defaults() {
        return new ForwardConfig("public");
    }
}
