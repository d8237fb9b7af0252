package dev.parley.worker.delivery;

import java.util.List;

/// A server that publishes events to its subscribers. Any thread may call it, many at once.
public interface Target {
    /// Returns the name under which the database remembers how far this target has come; it must stay
    /// the same between starts.
    String name();

    /// Publishes events in order, once; returns when the server has taken them all.
    ///
    /// @param events 1 to 10 events
    /// @throws DeliveryException when the server has not taken them, or may not have
    void deliver(List<OutgoingEvent> events) throws DeliveryException, InterruptedException;
}
