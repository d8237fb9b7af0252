// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

import java.util.List;
import java.util.Optional;

/// A server that publishes events to its subscribers. Any thread may call it, many at once.
public interface Target {
    /// How many events one request of the Pusher API may carry.
    int PUSHER_MAX_EVENTS = 10;

    /// Returns the name under which the database remembers how far this target has come; it must stay
    /// the same between starts.
    String name();

    /// Returns how many events it takes at once; what a Pusher server takes, unless it says otherwise.
    default int maxEvents() {
        return PUSHER_MAX_EVENTS;
    }

    /// Publishes events in order, once; returns when the server has taken them all.
    ///
    /// @param events at least one, [#maxEvents()] at most
    /// @throws PublishException when the server has not taken them, or may not have
    void deliver(List<OutgoingEvent> events) throws PublishException, InterruptedException;

    /// Returns who puts people out of this server; empty when nobody can.
    default Optional<SubscriptionRevoker> revokers() {
        return Optional.empty();
    }
}
