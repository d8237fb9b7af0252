package dev.parley.worker.webhook;

/// What is published of what webhooks tell.
///
/// @param schema of the tables; rows of another one are ignored
/// @param legacyChannel whether the events of private rooms go to `room-{id}`, too, where anybody who
///     knows a room's id hears them
public record ForwardConfig(String schema, boolean legacyChannel) {
    /// Refuses an empty schema.
    public ForwardConfig {
        if (schema.isEmpty()) {
            throw new IllegalArgumentException("the schema of the webhooks' tables is empty");
        }
    }

    /// Returns what holds when nothing is set.
    public static ForwardConfig defaults() {
        return new ForwardConfig("public", false);
    }
}
