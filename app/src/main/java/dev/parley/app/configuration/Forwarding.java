package dev.parley.app.configuration;

/// What `CAPTURE=forward` publishes of what webhooks tell.
///
/// @param schema of the tables; rows of another one are ignored
/// @param legacyChannel whether private rooms are published on `room-{id}`, too, for old clients
public record Forwarding(String schema, boolean legacyChannel) {}
