// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Addresses for servers to listen on.
public final class FreeAddress {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private FreeAddress() {}

    /// Returns an address of this machine that nobody listened on a moment ago.
    public static InetSocketAddress take() {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(LOOPBACK, 0));
            return new InetSocketAddress(LOOPBACK, socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free", e);
        }
    }
}
