// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.connection;

/// What is said on one WebSocket. Which messages are understood is decided here; how they come and go
/// is the transport's. Called by the connection's event loop only.
public interface MessageHandler {
    /// Says the first word, or closes.
    ///
    /// @param activityTimeoutSeconds after how much silence the client should ping
    void open(int activityTimeoutSeconds);

    /// Takes a text message.
    void receive(String message);

    /// Returns whether binary messages are understood. If not, the first frame of one closes with 1003.
    default boolean understandsBinary() {
        return false;
    }

    /// Takes a binary message; never called unless they are understood.
    default void receiveBinary(byte[] message) {
        throw new IllegalStateException("binary messages are not understood");
    }

    /// Looks at deadlines, at every sweep.
    default void onSweep() {}

    /// The connection is gone or will be; called at least once.
    void closed();
}
