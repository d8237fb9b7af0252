// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

import dev.parley.protocol.AppCredentials;
import java.net.URI;
import java.net.URISyntaxException;

/// An app on a Pusher-compatible server.
///
/// @param appId its id, as it stands in the path of the HTTP API
/// @param credentials its key and secret
/// @param host name of the server
/// @param port TCP port, 1 to 65535
/// @param tls whether to speak https
public record PusherApp(
        String appId, AppCredentials credentials, String host, int port, boolean tls) {
    private static final int HTTPS_PORT = 443;

    /// Refuses an empty app id or host and a port out of range.
    public PusherApp {
        if (appId.isBlank() || host.isBlank()) {
            throw new IllegalArgumentException("the Pusher app id and host must not be empty");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    "the Pusher port is " + port + ", must be 1 to 65535");
        }
    }

    /// Returns an app of the hosted service.
    ///
    /// @param cluster where it lives, such as `eu`
    public static PusherApp hosted(String appId, AppCredentials credentials, String cluster) {
        return new PusherApp(
                appId, credentials, "api-" + cluster + ".pusher.com", HTTPS_PORT, true);
    }

    /// Returns the decoded path of batch publishing.
    String path() {
        return "/apps/" + appId + "/batch_events";
    }

    /// Returns the decoded path of what is done to a user.
    ///
    /// @param what the last part of the path
    String path(String userId, String what) {
        return "/apps/%s/users/%s/%s".formatted(appId, userId, what);
    }

    /// Returns whether this is the hosted service, not a server that speaks like it.
    boolean isHosted() {
        return host.endsWith(".pusher.com");
    }

    /// Returns an address on this server.
    ///
    /// @param path decoded
    /// @param query encoded
    URI uri(String path, String query) {
        try {
            var base = new URI(tls ? "https" : "http", null, host, port, path, null, null);
            return URI.create(base.toASCIIString() + "?" + query);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a host name: " + host, e);
        }
    }
}
