/// What the server counts, by the names of `docs/channels.md`: [dev.parley.channels.meter.ServerMeters]
/// for connections and deliveries, [dev.parley.channels.meter.WebhookMeters] for webhooks. Every method
/// may be called by any thread, and costs one addition, so hot paths call it once a turn, not once a
/// delivery.
@NullMarked
package dev.parley.channels.meter;

import org.jspecify.annotations.NullMarked;
