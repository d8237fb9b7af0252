package dev.parley.worker.authorization;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Where a project publishes the keys that its access tokens are signed with.
///
/// Redirects are not followed. Each fetch has a client of its own: there are minutes between them.
final class KeyEndpoint {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MAX_BYTES = 1 << 16;

    private final URI address;
    private final Duration patience;

    /// @param issuer claim `iss` of the project's tokens; the keys lie below it
    KeyEndpoint(URI issuer) {
        this(issuer, PATIENCE);
    }

    KeyEndpoint(URI issuer, Duration patience) {
        this.address = URI.create(issuer + "/.well-known/jwks.json");
        this.patience = patience;
    }

    /// Fetches the keys, by their `kid`. Blocks for at most 2 s, the body included.
    ///
    /// @throws IOException when there is no answer in time, or one that is not a key set of 64 KiB or less
    Map<String, PublishedKey> fetch() throws IOException, InterruptedException {
        var answer = send();
        if (answer.statusCode() != 200) {
            throw new IOException(address + " answered " + answer.statusCode());
        }
        try {
            return PublishedKey.parse(answer.body());
        } catch (ParseException e) {
            throw new IOException(address + " answered no key set: " + e.getMessage(), e);
        }
    }

    private HttpResponse<String> send() throws IOException, InterruptedException {
        var client = client();
        try {
            var request =
                    HttpRequest.newBuilder(address).header("Accept", "application/json").build();
            return client.sendAsync(
                            request, BodyHandlers.limiting(BodyHandlers.ofString(), MAX_BYTES))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(
                    "%s did not answer within %d ms".formatted(address, patience.toMillis()), e);
        } catch (ExecutionException e) {
            throw new IOException("no answer from %s: %s".formatted(address, e.getCause()), e);
        } finally {
            client.shutdownNow(); // a request's own timeout would not cover a body that trickles
        }
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(
                        Executors.newThreadPerTaskExecutor(
                                Thread.ofVirtual().name("parley-keys-", 0).factory()))
                .build();
    }
}
