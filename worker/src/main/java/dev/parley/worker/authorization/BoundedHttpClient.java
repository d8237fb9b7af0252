// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks servers that are not ours: for a short time, the body included, for 64 KiB unless more is allowed,
/// and without following redirects. Any thread may call.
public final class BoundedHttpClient implements AutoCloseable {
    private static final int MAX_BYTES = 1 << 16;

    private final Duration patience;
    private final HttpClient client;

    /// @param patience how long one answer may take in all
    /// @param threads what the client's threads are named
    public BoundedHttpClient(Duration patience, String threads) {
        this.patience = patience;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .executor(
                                Executors.newThreadPerTaskExecutor(
                                        Thread.ofVirtual().name(threads, 0).factory()))
                        .build();
    }

    /// Sends a request and waits for the whole answer.
    ///
    /// @throws IOException when there is none in time, or a longer one
    public HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return send(request, MAX_BYTES);
    }

    /// Sends a request and waits for the whole answer.
    ///
    /// @throws IOException when there is none in time, or one of more than `maxBytes`
    HttpResponse<String> send(HttpRequest request, int maxBytes)
            throws IOException, InterruptedException {
        // a request's own timeout would not cover a body that trickles
        var answer =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), maxBytes));
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(
                    "%s did not answer within %d ms".formatted(request.uri(), patience.toMillis()),
                    e);
        } catch (ExecutionException e) {
            throw new IOException(
                    "no answer from %s: %s".formatted(request.uri(), e.getCause()), e);
        } finally {
            answer.cancel(true); // closes the connection when it is not done
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
