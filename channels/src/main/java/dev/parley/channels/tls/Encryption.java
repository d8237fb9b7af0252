// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.tls;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/// What is different on a connection that speaks TLS. Used by the connection's event loop.
public final class Encryption {
    private Encryption() {}

    /// Returns whether a connection speaks TLS.
    public static boolean isOn(Channel channel) {
        return channel.pipeline().get(SslHandler.class) != null;
    }

    /// Ends our direction of a connection, so that the peer can still be heard. With TLS, whose last word is
    /// said when the whole connection is closed, it is closed.
    public static void endOutput(Channel channel) {
        var _ =
                channel instanceof DuplexChannel duplex && !isOn(channel)
                        ? duplex.shutdownOutput()
                        : channel.close();
    }
}
