// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.channel;

import io.netty.buffer.ByteBuf;

/// A connection as channels see it. Belongs to one event loop, its task queue's; only that loop calls
/// [#write] and [#flush].
public interface Subscriber {
    /// Returns the task queue of the connection's event loop; any thread may ask.
    LoopTaskQueue taskQueue();

    /// Queues frames to be sent and asks the task queue for a flush at the end of the turn.
    ///
    /// @param frames whole WebSocket frames; the subscriber takes over one reference
    void write(ByteBuf frames);

    /// Sends what is queued.
    void flush();

    /// Ends the connection at once, because a defect kept it from being served. Must not throw.
    void abandon();
}
