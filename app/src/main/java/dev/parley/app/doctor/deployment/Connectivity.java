// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.deployment;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Optional;

/// Whether a server can be reached at all.
public final class Connectivity {
    private Connectivity() {}

    /// Resolves a name and opens a connection to one of its addresses.
    ///
    /// @return what went wrong, in a sentence; empty when a connection was made
    public static Optional<String> problem(String host, int port) {
        InetAddress[] addresses;
        try {
            addresses = InetAddress.getAllByName(host);
        } catch (UnknownHostException _) {
            return Optional.of("the name %s has no address (DNS)".formatted(host));
        }
        IOException last = null;
        for (var address : addresses) {
            try (var socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(address, port), (int) Deployment.PATIENCE.toMillis());
                return Optional.empty();
            } catch (IOException e) {
                last = e;
            }
        }
        return Optional.of(
                "%s has %d address(es), but nothing answers on port %d: %s"
                        .formatted(
                                host,
                                addresses.length,
                                port,
                                last == null ? "no address" : last.getMessage()));
    }
}
