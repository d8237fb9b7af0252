// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.embedded;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Looks before the server does: whoever answers on its port would be taken for it.
final class FreePort {
    private FreePort() {}

    /// Returns the port, or a free one for 0.
    ///
    /// @throws PortTakenException when someone listens on it
    static int require(int port) throws IOException {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return socket.getLocalPort();
        } catch (BindException e) {
            throw new PortTakenException(port, e);
        }
    }
}
