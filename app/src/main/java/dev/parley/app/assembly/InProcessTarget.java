// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import dev.parley.channels.ChannelServer;
import dev.parley.protocol.api.ApiException;
import dev.parley.protocol.api.PublishEvent;
import dev.parley.worker.publish.Failure;
import dev.parley.worker.publish.OutgoingEvent;
import dev.parley.worker.publish.PublishException;
import dev.parley.worker.publish.SubscriptionRevoker;
import dev.parley.worker.publish.Target;
import java.util.List;
import java.util.Optional;

/// Our own channels server as the worker's target, without HTTP between them. Thread-safe.
final class InProcessTarget implements Target {
    /// There is no request to be kept small; more would only wait longer for the first of them.
    private static final int MAX_EVENTS = 100;

    private final ChannelServer server;
    private final String appId;

    /// @param appId the app whose subscribers get the events
    InProcessTarget(ChannelServer server, String appId) {
        this.server = server;
        this.appId = appId;
    }

    @Override
    public String name() {
        return "channels";
    }

    @Override
    public int maxEvents() {
        return MAX_EVENTS;
    }

    @Override
    public Optional<SubscriptionRevoker> revokers() {
        return Optional.of(new InProcessSubscriptionRevoker(server, appId));
    }

    @Override
    public void deliver(List<OutgoingEvent> events) {
        var published = events.stream().map(InProcessTarget::published).toList();
        try {
            server.publish(appId, published);
        } catch (ApiException e) {
            throw new PublishException(
                    Failure.ofStatus(e.status(), Optional.empty(), Optional.empty()),
                    e.reason(),
                    e);
        }
    }

    /// The id lets a repeat be delivered once; what may be repeated at will has none.
    private static PublishEvent published(OutgoingEvent event) {
        var published = PublishEvent.to(event.channel(), event.name(), event.data());
        return event.eventId().isEmpty() ? published : published.withId(event.eventId());
    }
}
