package dev.parley.channels.socket;

import dev.parley.channels.config.ServerLimits;
import dev.parley.channels.loop.Pressure;
import dev.parley.channels.meter.ServerMeters;
import dev.parley.channels.session.Conversations;
import java.time.InstantSource;

/// What all sockets of a server share.
///
/// @param limits what peers may take of the server
/// @param clock the time client events are counted by
/// @param meters where messages and the ends of connections are counted
/// @param pressure says how much may wait for a socket while memory is short
/// @param conversations what is said on them
public record SocketContext(
        ServerLimits limits,
        InstantSource clock,
        ServerMeters meters,
        Pressure pressure,
        Conversations conversations) {}
