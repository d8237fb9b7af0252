// SPDX-License-Identifier: Apache-2.0
package dev.parley.warmup;

import static java.util.Map.entry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;

/// The variables of a training run: everything on free ports, in a folder of its own.
final class TrainingEnvironment {
    private static final String MANY_SOCKETS =
            "{\"limits\":{\"connections\":{\"perAddress\":1000,\"handshakesPerSecond\":1000}}}";

    private TrainingEnvironment() {}

    /// The worker publishes to the server twice, inside the process and over HTTP: `./parley worker` knows
    /// only the second.
    static Map<String, String> of(Path data) throws IOException {
        try (var page = free();
                var channels = free();
                var admin = free();
                var gateway = free();
                var database = free()) {
            return Map.ofEntries(
                    entry("PARLEY_DATA", data.toString()),
                    entry("PORT", port(page)),
                    entry("CHANNELS", "on"),
                    entry("CHANNELS_PORT", port(channels)),
                    entry("CHANNELS_ADMIN_PORT", port(admin)),
                    entry("CHANNELS_CONFIG", MANY_SOCKETS),
                    entry("GATEWAY_PORT", port(gateway)),
                    entry("DATABASE_PORT", port(database)),
                    entry("PUSHER_HOST", "127.0.0.1"),
                    entry("PUSHER_PORT", port(channels)),
                    entry("PUSHER_TLS", "false"),
                    entry("PUSHER_APP_ID", "training"),
                    entry("PUSHER_KEY", "training-key"),
                    entry("PUSHER_SECRET", "training-secret"));
        }
    }

    private static ServerSocket free() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static String port(ServerSocket socket) {
        return Integer.toString(socket.getLocalPort());
    }
}
