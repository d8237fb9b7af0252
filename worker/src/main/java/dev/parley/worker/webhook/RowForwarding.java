// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.webhook;

import dev.parley.worker.publish.EventWithFallback;
import dev.parley.worker.visibility.RoomVisibility;
import java.util.UUID;
import java.util.function.BiConsumer;

/// Publishes the rows that webhooks tell about, each to those who may read it: on `room-{id}` when the
/// room is known to be public, else on `private-room-{id}`. Knows nothing of HTTP. Thread-safe.
public final class RowForwarding {
    private final ForwardConfig config;
    private final RoomVisibility visibility;
    private final Forwarder forwarder;
    private final BiConsumer<String, String> left;

    /// @param left told of everyone who leaves a room; must return at once
    public RowForwarding(
            ForwardConfig config,
            RoomVisibility visibility,
            Forwarder forwarder,
            BiConsumer<String, String> left) {
        this.config = config;
        this.visibility = visibility;
        this.forwarder = forwarder;
        this.left = left;
    }

    /// Publishes what a payload tells, or takes note of it.
    ///
    /// @throws IllegalArgumentException saying what is wrong with the payload
    Outcome take(byte[] payload) {
        var change = RowChange.parse(payload);
        var schema = change.schema().orElse(config.schema());
        if (!schema.equals(config.schema())) {
            return new Outcome.Ignored(
                    "schema %s is not published, only %s".formatted(schema, config.schema()));
        }
        return change.table().equals("chat_rooms") ? learn(change) : publish(change);
    }

    private Outcome learn(RowChange change) {
        var room = change.row().path("id").asText();
        var isPublic =
                !change.type().equals("DELETE")
                        && change.row().path("visibility").asText().equals("public");
        visibility.learn(room, isPublic);
        return new Outcome.Noted("room %s is %s".formatted(room, isPublic ? "public" : "private"));
    }

    private Outcome publish(RowChange change) {
        var event = RowEvents.of(change, UUID.randomUUID().toString());
        RowEvents.departure(change).ifPresent(gone -> left.accept(gone.room(), gone.user()));
        if (event.isEmpty()) {
            return new Outcome.Ignored(
                    "%s of %s is not published".formatted(change.type(), change.table()));
        }
        return forwarder.forward(event(event.get()))
                ? new Outcome.Forwarded(event.get().name())
                : new Outcome.Full();
    }

    private EventWithFallback event(RowEvent event) {
        var open = "room-" + event.room();
        return event.on(visibility.isPublic(event.room()) ? open : "private-" + open);
    }

    /// What became of a payload.
    sealed interface Outcome {
        /// It is published.
        ///
        /// @param event its name
        record Forwarded(String event) implements Outcome {}

        /// It was worth knowing and is not published.
        record Noted(String reason) implements Outcome {}

        /// Nothing follows from it.
        record Ignored(String reason) implements Outcome {}

        /// It is not published, because a target has fallen too far behind.
        record Full() implements Outcome {}
    }
}
