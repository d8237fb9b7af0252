package dev.parley.channels.socket;

import dev.parley.channels.config.ServerLimits;
import dev.parley.protocol.Limits;
import dev.parley.protocol.frame.ClientFrameReader;
import java.time.InstantSource;

/// What all sockets of a server share.
///
/// @param limits sizes and counts of the protocol
/// @param serverLimits sizes, counts and times of connections
/// @param clock the time client events are counted by
/// @param reader reads messages
public record SocketContext(
        Limits limits, ServerLimits serverLimits, InstantSource clock, ClientFrameReader reader) {

    /// Makes the reader.
    public SocketContext(Limits limits, ServerLimits serverLimits, InstantSource clock) {
        this(limits, serverLimits, clock, new ClientFrameReader(limits));
    }
}
