package dev.parley.worker.http;

import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// Reads request bodies up to a limit.
public final class Bodies {
    private Bodies() {}

    /// Reads a body.
    ///
    /// @return empty when it is longer than `maxBytes`; the rest is left unread
    public static Optional<byte[]> read(ServerRequest request, int maxBytes) {
        try {
            var body = request.content().inputStream().readNBytes(maxBytes + 1);
            return body.length > maxBytes ? Optional.empty() : Optional.of(body);
        } catch (IOException e) {
            throw new UncheckedIOException("the request ended early", e);
        }
    }
}
