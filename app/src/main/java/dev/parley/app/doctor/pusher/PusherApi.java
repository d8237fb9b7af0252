// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.pusher;

import dev.parley.app.configuration.Pusher;
import dev.parley.app.doctor.deployment.Deployment;
import java.net.URI;
import java.net.http.HttpRequest;

/// Where the HTTP API of the Pusher server is.
///
/// @param host its name
/// @param port TCP port
/// @param tls whether it speaks https
record PusherApi(String host, int port, boolean tls) {
    static PusherApi of(Deployment deployment) {
        var client = deployment.settings().pusher();
        var host =
                deployment.configuration().pusher() instanceof Pusher.Hosted hosted
                        ? hosted.apiHost()
                        : client.host();
        return new PusherApi(host, client.port(), client.tls());
    }

    /// Begins a signed request for the list of channels, which changes nothing.
    HttpRequest.Builder channels(Deployment deployment) {
        var app = deployment.settings().pusher();
        var path = "/apps/" + app.appId() + "/channels";
        var query =
                app.credentials()
                        .signedQuery(
                                "GET",
                                path,
                                new byte[0],
                                deployment.clock().instant().getEpochSecond());
        return HttpRequest.newBuilder(
                URI.create(
                        "%s://%s:%d%s?%s"
                                .formatted(tls ? "https" : "http", host, port, path, query)));
    }
}
