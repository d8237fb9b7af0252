// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.pusher;

import static dev.parley.app.doctor.check.Complaint.CONNECT;
import static dev.parley.app.doctor.check.Complaint.LIVE;
import static dev.parley.app.doctor.check.Complaint.MISSING;

import dev.parley.app.doctor.check.Check;
import dev.parley.app.doctor.check.Finding;
import dev.parley.app.doctor.deployment.Connectivity;
import dev.parley.app.doctor.deployment.Deployment;
import dev.parley.app.doctor.deployment.HttpFault;
import dev.parley.client.DeadlineExceededException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Whether the Pusher server can be reached and takes our keys, as a backend and as a browser.
public final class PusherChecks {
    private static final String REACHABLE = "pusher.reachable";
    private static final String SOCKET = "pusher.socket";
    private static final Duration ECHO = Duration.ofSeconds(3);
    private static final String EVENT = "client-parley-doctor";

    private PusherChecks() {}

    /// Returns them in their order.
    public static List<Check> all() {
        return List.of(
                new Check(REACHABLE, List.of(), Set.of(CONNECT, LIVE), PusherChecks::reachable),
                new Check("pusher.keys", List.of(REACHABLE), Set.of(LIVE, MISSING), Keys::look),
                new Check(SOCKET, List.of(REACHABLE), Set.of(CONNECT), PusherChecks::socket),
                new Check(
                        "pusher.client-events",
                        List.of(SOCKET, "pusher.keys"),
                        Set.of(),
                        PusherChecks::clientEvents));
    }

    private static Finding reachable(Deployment deployment) {
        var api = PusherApi.of(deployment);
        return Connectivity.problem(api.host(), api.port())
                .map(problem ->
                        Finding.fail(
                                problem,
                                "check PUSHER_CLUSTER (such as eu, mt1, ap2: the app's page names it) or PUSHER_HOST and"
                                        + " PUSHER_PORT; ./parley up starts our own server when neither is set"))
                .orElseGet(() -> Finding.ok("%s:%d answers".formatted(api.host(), api.port())));
    }

    private static Finding socket(Deployment deployment) throws InterruptedException {
        var pusher = deployment.settings().pusher();
        try (var _ = deployment.connect()) {
            return Finding.ok("a browser gets in at %s:%d".formatted(pusher.host(), pusher.port()));
        } catch (IOException e) {
            return Finding.fail(
                    "a browser does not get in: " + HttpFault.of(e),
                    "the key must be of an app in this cluster or server: check PUSHER_KEY, PUSHER_CLUSTER or"
                            + " PUSHER_HOST, PUSHER_TLS, and that a proxy in between lets WebSockets through");
        }
    }

    private static Finding clientEvents(Deployment deployment)
            throws IOException, InterruptedException {
        var app = deployment.settings().pusher().credentials();
        var channel = "private-parley-doctor-" + UUID.randomUUID();
        try (var sender = deployment.connect();
                var receiver = deployment.connect()) {
            sender.subscribe(channel, app);
            receiver.subscribe(channel, app);
            sender.trigger(channel, EVENT, "{}");
            receiver.next(EVENT, event -> event.is(EVENT), ECHO);
            return Finding.ok("on, so people see who types");
        } catch (DeadlineExceededException _) {
            return Finding.warn(
                    "client events do not arrive, so nobody sees who types",
                    "switch on client events in the app's settings (Pusher: App Settings, Enable client events;"
                            + " CHANNELS_CONFIG: features.clientEvents)");
        }
    }
}
