// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;

/// Where a project publishes the keys that its access tokens are signed with.
///
/// Each fetch has a client of its own: there are minutes between them.
final class KeyEndpoint {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

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
        try (var client = new BoundedHttpClient(patience, "parley-keys-")) {
            return client.send(
                    HttpRequest.newBuilder(address).header("Accept", "application/json").build());
        }
    }
}
