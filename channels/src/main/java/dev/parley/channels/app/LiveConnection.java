package dev.parley.channels.app;

import dev.parley.channels.room.Seat;

/// A connection as its app knows it.
public interface LiveConnection {
    /// Returns the way to its client; any thread may ask.
    Seat seat();

    /// Says what a person wants to know of it. Called on the seat's event loop.
    ///
    /// @param maxChannels how many of its channels are named
    ConnectionFacts facts(int maxChannels);
}
