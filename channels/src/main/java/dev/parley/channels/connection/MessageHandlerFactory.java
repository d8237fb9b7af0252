// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.connection;

import dev.parley.channels.app.LiveApp;
import dev.parley.protocol.SocketId;
import java.time.InstantSource;

/// Begins what is said on connections that were admitted. Thread-safe.
@FunctionalInterface
public interface MessageHandlerFactory {
    /// Begins one; it is opened next.
    ///
    /// @param app the app the client connected to
    /// @param outbound the way to the client
    /// @param id the connection's id
    /// @param clock the server's time
    MessageHandler begin(LiveApp app, Outbound outbound, SocketId id, InstantSource clock);
}
