// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.socket;

import dev.parley.channels.access.AccessLog;
import dev.parley.channels.config.ServerLimits;
import dev.parley.channels.connection.MessageHandlerFactory;
import dev.parley.channels.loop.MemoryPressure;
import dev.parley.channels.meter.ServerMeters;
import java.time.InstantSource;

/// What all sockets of a server share.
///
/// @param limits what peers may take of the server
/// @param clock the time client events are counted by
/// @param meters where messages and the ends of connections are counted
/// @param log told which connections the server closes
/// @param pressure says how much may wait for a socket while memory is short
/// @param messageHandlerFactory what is said on them
public record SocketContext(
        ServerLimits limits,
        InstantSource clock,
        ServerMeters meters,
        AccessLog log,
        MemoryPressure pressure,
        MessageHandlerFactory messageHandlerFactory) {}
