/// WebSockets on Netty: the upgrade, the frames, the deadlines of a connection.
///
/// [dev.parley.channels.socket.WebSocketUpgrade] is the way in. Handlers only translate between
/// Netty and a [dev.parley.channels.connection.Session]; each belongs to its connection's event loop.
@NullMarked
package dev.parley.channels.socket;

import org.jspecify.annotations.NullMarked;
