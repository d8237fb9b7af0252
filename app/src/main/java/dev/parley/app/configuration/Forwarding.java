// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

/// What is taken from the webhooks of apps from before, and published for their pages.
///
/// @param schema of the tables that `CAPTURE=forward` publishes; rows of another one are ignored
/// @param legacyChannel whether private rooms are published on `room-{id}`, too, for old clients
public record Forwarding(String schema, boolean legacyChannel) {}
