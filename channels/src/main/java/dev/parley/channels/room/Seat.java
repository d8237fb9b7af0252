package dev.parley.channels.room;

import io.netty.buffer.ByteBuf;

/// A connection as rooms see it. Belongs to one event loop, its mailbox's; only that loop calls
/// [#write] and [#flush].
public interface Seat {
    /// Returns the mailbox of the connection's event loop; any thread may ask.
    Mailbox mailbox();

    /// Queues frames to be sent and asks the mailbox for a flush at the end of the turn.
    ///
    /// @param frames whole WebSocket frames; the seat takes over one reference
    void write(ByteBuf frames);

    /// Sends what is queued.
    void flush();

    /// Ends the connection at once, because a defect kept it from being served. Must not throw.
    void abandon();
}
