// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.app;

import dev.parley.channels.channel.ChannelContext;
import dev.parley.channels.channel.ChannelListener;
import dev.parley.channels.channel.Channels;
import dev.parley.channels.channel.LoopTaskQueue;
import dev.parley.channels.channel.Subscriber;
import dev.parley.channels.config.App;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.channels.meter.ServerMeters;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.SocketId;
import dev.parley.protocol.api.ApiException;
import dev.parley.protocol.api.PublishEvent;
import dev.parley.protocol.api.PublishRequestReader;
import dev.parley.protocol.api.PublishRules;
import dev.parley.protocol.api.Revocation;
import dev.parley.protocol.frame.ClientFrameReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// One application at work. Thread-safe.
public final class LiveApp {
    /// A connection of the app. Any thread may call.
    public interface LiveConnection {
        /// Returns where its frames go.
        Subscriber subscriber();

        /// Says what a person wants to know of it. Called on the subscriber's event loop.
        ///
        /// @param maxChannels how many of its channels are named
        ConnectionFacts facts(int maxChannels);

        /// Ends the connection.
        void end(ErrorCode code, String reason);

        /// Notes on whose behalf the connection is let into channels; once that is over it is told
        /// to come again.
        void registerUser(String userId, Instant end);

        /// Returns whether the connection is signed in as a user, or was let in on the user's behalf.
        boolean isOf(String userId);

        /// Ends subscriptions, and keeps those channels closed for this connection.
        void revoke(Revocation revocation);
    }

    private volatile AppSnapshot work;
    private final Channels channels;
    private final SignedInUsers users;
    private final IdempotencyKeys idempotencyKeys;
    private final List<LoopTaskQueue> taskQueues;
    private final long maxBacklogBytes;
    private final ServerMeters meters;
    private final Quota quota = new Quota();
    private final ConcurrentMap<SocketId, LiveConnection> connections = new ConcurrentHashMap<>();

    LiveApp(
            App app,
            ChannelsConfig config,
            List<LoopTaskQueue> taskQueues,
            ServerMeters meters,
            @Nullable ChannelListener listener) {
        this.work = AppSnapshot.of(app);
        this.channels = new Channels(new ChannelContext(this::settings, config.clock(), listener));
        this.users = new SignedInUsers(config.clock());
        this.idempotencyKeys = new IdempotencyKeys(config.clock());
        this.taskQueues = List.copyOf(taskQueues);
        this.maxBacklogBytes = config.limits().outbound().loopQueueBytes();
        this.meters = meters;
    }

    /// Returns what the app is configured as now.
    public App settings() {
        return work.app();
    }

    /// Returns where the app's work is counted.
    public ServerMeters meters() {
        return meters;
    }

    /// Returns the app's channels.
    public Channels channels() {
        return channels;
    }

    /// Returns the app's signed-in users.
    public SignedInUsers users() {
        return users;
    }

    /// Returns what may be published.
    public PublishRules rules() {
        return work.rules();
    }

    /// Returns what reads the bodies of publishes.
    public PublishRequestReader requests() {
        return work.requests();
    }

    /// Returns what reads the messages of clients.
    public ClientFrameReader frames() {
        return work.frames();
    }

    /// Takes a connection in, if the app may have one more. Must be undone by [#disconnected].
    ///
    /// @return false if the app is full or served no longer, or the id is taken
    public boolean tryConnect(SocketId id, LiveConnection connection) {
        if (!quota.take(work.app().maxConnections())) {
            return false;
        }
        if (connections.putIfAbsent(id, connection) != null) {
            quota.giveBack();
            return false;
        }
        // Looked at after the entry was made, because whoever ends the app looks at the entries
        // after saying so.
        if (work.ended() != null) {
            disconnected(id);
            return false;
        }
        return true;
    }

    /// Forgets a connection.
    public void disconnected(SocketId id) {
        if (connections.remove(id) != null) {
            quota.giveBack();
        }
    }

    /// Notes on whose behalf a connection is let into channels; a connection that is not here is not
    /// noted.
    ///
    /// @param end when it is told to come again, unless a later end is noted before
    public void registerConnection(SocketId id, String userId, Instant end) {
        var connection = connections.get(id);
        if (connection != null) {
            connection.registerUser(userId, end);
        }
    }

    /// Takes a user out of channels, wherever the user is connected.
    public void revoke(String userId, Revocation revocation) {
        for (var connection : connections.values()) {
            if (connection.isOf(userId)) {
                connection.revoke(revocation);
            }
        }
    }

    /// Returns every connection, as they come and go.
    public Collection<LiveConnection> connections() {
        return Collections.unmodifiableCollection(connections.values());
    }

    /// Works by other settings from now on; closes every connection if they switch the app off.
    void change(App other) {
        work = AppSnapshot.of(other);
        if (!other.enabled()) {
            endConnections(ErrorCode.APP_DISABLED, "The app is disabled");
        }
    }

    /// Ends an app that is served no longer.
    void remove() {
        work = work.removed();
        endConnections(ErrorCode.APP_NOT_FOUND, "The app is served no longer");
    }

    private void endConnections(ErrorCode code, String reason) {
        connections.values().forEach(connection -> connection.end(code, reason));
    }

    /// Hands events to every event loop with subscribers, in order. All are checked before the
    /// first is delivered; one whose id was published lately is not delivered again.
    ///
    /// @throws ApiException 400 or 413 for an event that breaks a rule, 503 while the loops are too
    ///     far behind; then nothing was delivered
    public void publish(List<PublishEvent> events) {
        var rules = work.rules();
        var channels = new ArrayList<List<ChannelName>>(events.size());
        for (var event : events) {
            try {
                channels.add(rules.check(event));
            } catch (ApiException e) {
                throw events.size() == 1 ? e : e.ofBatch(channels.size());
            }
        }
        for (var taskQueue : taskQueues) {
            if (taskQueue.backlogBytes() > maxBacklogBytes) {
                throw new ApiException(503, "The server is behind; try again in a second");
            }
        }
        for (int i = 0; i < events.size(); i++) {
            var id = events.get(i).id();
            if (id == null) {
                publish(events.get(i), channels.get(i));
            } else if (idempotencyKeys.isNew(id)) {
                publishOnce(id, events.get(i), channels.get(i));
            }
        }
    }

    /// Publishes an event that may come again if this fails.
    private void publishOnce(String id, PublishEvent event, List<ChannelName> channels) {
        boolean done = false;
        try {
            publish(event, channels);
            done = true;
        } finally {
            if (!done) {
                idempotencyKeys.forget(id);
            }
        }
    }

    /// Tells clients what becomes due with time: numbers of subscribers, absences of users. Called
    /// every second or so.
    public void tick() {
        channels.tellCounts();
        users.tellAbsences();
    }

    private void publish(PublishEvent event, List<ChannelName> names) {
        meters.published(names.size());
        var connection = event.except() == null ? null : connections.get(event.except());
        var except = connection == null ? null : connection.subscriber();
        for (var name : names) {
            channels.publish(name, event.name(), event.data(), except);
        }
    }
}
