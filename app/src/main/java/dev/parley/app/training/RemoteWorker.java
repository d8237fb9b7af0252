// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.training;

import dev.parley.app.client.ClientSettings.PusherSettings;
import dev.parley.worker.publish.OutgoingEvent;
import dev.parley.worker.publish.PublishException;
import dev.parley.worker.publish.PusherApp;
import dev.parley.worker.publish.PusherTarget;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;

/// The bridge as it reaches a server of others: batches over HTTP, one after the other. One thread
/// uses it.
final class RemoteWorker {
    private static final int BATCH = 10;

    private final PusherApp app;
    private final Clock clock;

    RemoteWorker(PusherSettings pusher, Clock clock) {
        this.app =
                new PusherApp(
                        pusher.appId(),
                        pusher.credentials(),
                        pusher.host(),
                        pusher.port(),
                        pusher.tls());
        this.clock = clock;
    }

    /// Publishes to a channel until the deadline, and once at least.
    ///
    /// @return how many events
    /// @throws IOException when some are refused
    int publishUntil(Deadline deadline, String channel) throws IOException, InterruptedException {
        int published = 0;
        try (var target = new PusherTarget("training", app, clock)) {
            do {
                target.deliver(batch(channel, published));
                published += BATCH;
            } while (!deadline.passed());
        } catch (PublishException e) {
            throw new IOException("a batch was refused", e);
        }
        return published;
    }

    private static List<OutgoingEvent> batch(String channel, int first) {
        return IntStream.range(first, first + BATCH)
                .mapToObj(number ->
                        new OutgoingEvent(
                                channel,
                                "new-message",
                                "{\"content\":\"Tea is ready.\",\"rev\":" + number + "}",
                                "training." + number))
                .toList();
    }
}
