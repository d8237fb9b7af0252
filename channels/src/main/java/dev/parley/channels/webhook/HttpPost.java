// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.webhook;

import dev.parley.channels.config.WebhookEndpoint;
import dev.parley.http.peer.AddressScope;
import dev.parley.protocol.AppCredentials;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Sends signed requests to one endpoint. Redirects are failures.
///
/// Unless the endpoint may be private, its host is resolved before each request and every address
/// must be public. The client then connects to what the JVM's own cache of names holds, so another
/// answer of the name server a moment later changes nothing.
final class HttpPost implements Post {
    private final HttpClient client;
    private final Supplier<AppCredentials> key;
    private final WebhookEndpoint endpoint;
    private final Duration timeout;

    /// @param client one that follows no redirects
    /// @param key whose secret signs; asked before each request
    /// @param timeout from the first byte sent to the status received
    HttpPost(
            HttpClient client,
            Supplier<AppCredentials> key,
            WebhookEndpoint endpoint,
            Duration timeout) {
        this.client = client;
        this.key = key;
        this.endpoint = endpoint;
        this.timeout = timeout;
    }

    @Override
    public Outcome attempt(byte[] body) throws InterruptedException {
        try {
            if (!endpoint.privateAddresses() && !isPublic(endpoint.url().getHost())) {
                return new Outcome.Refused("the address is not public");
            }
            int status = send(request(body));
            return status >= 200 && status < 300
                    ? new Outcome.Taken()
                    : new Outcome.Failed("status " + status);
        } catch (UnknownHostException e) {
            return new Outcome.Failed("unknown host");
        } catch (TimeoutException e) {
            return new Outcome.Failed("timeout");
        } catch (IOException e) {
            return new Outcome.Failed(e.getClass().getSimpleName());
        }
    }

    private HttpRequest request(byte[] body) {
        var signer = key.get();
        var request = HttpRequest.newBuilder(endpoint.url()).timeout(timeout);
        endpoint.headers().forEach(request::setHeader);
        return request.setHeader("Content-Type", "application/json")
                .setHeader("X-Pusher-Key", signer.key())
                .setHeader("X-Pusher-Signature", signer.webhookSignature(body))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private int send(HttpRequest request)
            throws IOException, InterruptedException, TimeoutException {
        var answer = client.sendAsync(request, BodyHandlers.ofInputStream());
        try {
            return statusOf(answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            // After a timeout or an interrupt, nothing of the exchange goes on.
            answer.cancel(true);
        }
    }

    private static int statusOf(HttpResponse<InputStream> answer) throws IOException {
        // Nobody reads the body, so an endless one does no harm.
        answer.body().close();
        return answer.statusCode();
    }

    private static boolean isPublic(String host) throws UnknownHostException {
        return Arrays.stream(InetAddress.getAllByName(host))
                .allMatch(address -> AddressScope.of(address) == AddressScope.GLOBAL);
    }
}
