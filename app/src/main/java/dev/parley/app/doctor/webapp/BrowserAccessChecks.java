// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.webapp;

import dev.parley.app.doctor.check.Finding;
import dev.parley.app.doctor.deployment.Deployment;
import dev.parley.app.doctor.deployment.HttpFault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Whether a browser lets the app's scripts reach this deployment, and whether it lets them in.
///
/// @param visit has loaded the app before
record BrowserAccessChecks(WebAppVisit visit) {
    private static final int FIRST_REFUSAL = 300;
    private static final int NOT_FOUND = 404;

    Finding authorization(Deployment deployment) throws InterruptedException {
        var endpoint = URI.create(deployment.settings().parleyUrl() + "/pusher/auth");
        try {
            var preflight = preflight(deployment, endpoint, "POST", "authorization,content-type");
            if (preflight.isPresent()) {
                return Finding.fail(
                        "%s does not let the app ask: %s".formatted(endpoint, preflight.get()),
                        "something else than the worker answers there, or a proxy in between drops OPTIONS or its headers:"
                                + " pass them on");
            }
            if (isMixed(endpoint)) {
                return Finding.fail(
                        "the app is served over https, %s is not: browsers refuse to ask it"
                                .formatted(endpoint),
                        "put the worker behind TLS, and give the app that address");
            }
            if (visit.app().carries(deployment.settings().parleyUrl())) {
                return Finding.ok(endpoint + " answers, and lets " + visit.app().origin() + " ask");
            }
            var own = visit.app().address().resolve("/pusher/auth");
            var answer =
                    deployment.send(
                            HttpRequest.newBuilder(own)
                                    .POST(
                                            BodyPublishers.ofString(
                                                    "socket_id=1.1&channel_name=private-x")));
            return answer.statusCode() == NOT_FOUND
                    ? Finding.warn(
                            "the app does not name %s, and %s, where pusher-js asks by itself, answers 404"
                                    .formatted(deployment.settings().parleyUrl(), own),
                            "set NEXT_PUBLIC_PARLEY_URL (Vite: VITE_PARLEY_URL) to %s and pass it to the client, or set"
                                            .formatted(deployment.settings().parleyUrl())
                                    + " channelAuthorization.endpoint of pusher-js to "
                                    + endpoint
                                    + BundledKeyChecks.REBUILD)
                    : Finding.ok(
                            "the app answers /pusher/auth itself, with %d to a stranger"
                                    .formatted(answer.statusCode()));
        } catch (IOException e) {
            return Finding.fail(
                    "%s does not answer: %s".formatted(endpoint, HttpFault.of(e)),
                    "start ./parley up or ./parley worker: nobody gets into a private room without it");
        }
    }

    Finding origin(Deployment deployment) throws InterruptedException {
        var api = URI.create(deployment.settings().supabaseUrl() + "/rest/v1/chat_rooms");
        try {
            var refused = preflight(deployment, api, "GET", "apikey,authorization,content-type");
            if (refused.isPresent()) {
                return Finding.fail(
                        "%s does not let scripts of %s read: %s"
                                .formatted(api, visit.app().origin(), refused.get()),
                        "a proxy in between drops OPTIONS or its headers: pass them on");
            }
        } catch (IOException e) {
            return Finding.fail(
                    "%s does not answer: %s".formatted(api, HttpFault.of(e)),
                    "check SUPABASE_URL; ./parley up starts the gateway when it is not set");
        }
        try (var _ = deployment.connectFrom(visit.app().origin())) {
            return Finding.ok(
                    "%s is let in by Supabase and Pusher".formatted(visit.app().origin()));
        } catch (IOException e) {
            return Finding.fail(
                    "the Pusher server does not let %s in: %s"
                            .formatted(visit.app().origin(), e.getMessage()),
                    "add it to the app's origins (CHANNELS_CONFIG: apps[].origins), exactly as it is written here");
        }
    }

    Finding policy(Deployment deployment) {
        if (visit.app().policies().isEmpty()) {
            return Finding.ok("the page has no Content-Security-Policy");
        }
        var pusher = deployment.settings().pusher();
        var socket =
                URI.create(
                        "%s://%s:%d"
                                .formatted(
                                        pusher.tls() ? "wss" : "ws", pusher.host(), pusher.port()));
        var blocked =
                Stream.of(
                                deployment.settings().supabaseUrl(),
                                deployment.settings().parleyUrl(),
                                socket)
                        .filter(target ->
                                visit.app().policies().stream()
                                        .anyMatch(policy ->
                                                !policy.allows(visit.app().address(), target)))
                        .map(URI::toString)
                        .collect(Collectors.joining(" "));
        return blocked.isEmpty()
                ? Finding.ok("the page's Content-Security-Policy lets it connect")
                : Finding.fail(
                        "the page's Content-Security-Policy does not let it connect to " + blocked,
                        "add them to connect-src of the policy: connect-src 'self' " + blocked);
    }

    /// Asks as a browser does before it lets a script of the app send a request.
    ///
    /// @return why the browser would not; empty when it would
    private Optional<String> preflight(
            Deployment deployment, URI target, String method, String headers)
            throws IOException, InterruptedException {
        var answer =
                deployment.send(
                        HttpRequest.newBuilder(target)
                                .method("OPTIONS", BodyPublishers.noBody())
                                .header("origin", visit.app().origin())
                                .header("access-control-request-method", method)
                                .header("access-control-request-headers", headers));
        if (answer.statusCode() >= FIRST_REFUSAL) {
            return Optional.of("it answers %d to a preflight".formatted(answer.statusCode()));
        }
        var allowed = answer.headers().firstValue("access-control-allow-origin").orElse("nobody");
        return allowed.equals("*") || allowed.equals(visit.app().origin())
                ? Optional.empty()
                : Optional.of("it allows %s".formatted(allowed));
    }

    private boolean isMixed(URI target) {
        return visit.app().address().getScheme().equals("https")
                && target.getScheme().equals("http")
                && !WebApp.isLoopback(target.getHost());
    }
}
