// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.connection;

import dev.parley.channels.channel.Subscriber;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.frame.ServerFrame;

/// The way from a session to its client. Used by the connection's event loop only.
public interface Outbound extends Subscriber {
    /// Returns the client's network address, for people to read.
    String address();

    /// Sends a frame; closes the connection with 4101 in place of it when the client takes too little.
    void send(ServerFrame frame);

    /// Ends the connection: the error frame, then a close with the same number.
    ///
    /// @param code one that may close
    /// @param reason at most 100 ASCII characters
    void close(ErrorCode code, String reason);
}
