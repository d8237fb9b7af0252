package dev.parley.channels.app;

import dev.parley.channels.config.App;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.channels.meter.ServerMeters;
import dev.parley.channels.room.Customs;
import dev.parley.channels.room.Mailbox;
import dev.parley.channels.room.RoomListener;
import dev.parley.channels.room.Rooms;
import dev.parley.channels.room.Seat;
import dev.parley.protocol.ChannelName;
import dev.parley.protocol.SocketId;
import dev.parley.protocol.api.ApiException;
import dev.parley.protocol.api.PublishEvent;
import dev.parley.protocol.api.PublishRequestReader;
import dev.parley.protocol.api.PublishRules;
import dev.parley.protocol.frame.ClientFrameReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// One application at work. Thread-safe.
public final class LiveApp {
    private final App app;
    private final Rooms rooms;
    private final Users users;
    private final Repeats repeats;
    private final PublishRules rules;
    private final PublishRequestReader requests;
    private final ClientFrameReader frames;
    private final List<Mailbox> mailboxes;
    private final long maxBacklogBytes;
    private final ServerMeters meters;
    private final Semaphore places;
    private final ConcurrentMap<SocketId, Seat> connections = new ConcurrentHashMap<>();

    LiveApp(
            App app,
            ChannelsConfig config,
            List<Mailbox> mailboxes,
            ServerMeters meters,
            @Nullable RoomListener listener) {
        this.app = app;
        this.rooms =
                new Rooms(
                        new Customs(
                                app.limits().presenceMembers(),
                                app.features().subscriptionCounts(),
                                config.clock(),
                                listener));
        this.users = new Users(config.clock());
        this.repeats = new Repeats(config.clock());
        this.rules = new PublishRules(app.limits());
        this.requests = new PublishRequestReader(app.limits());
        this.frames = new ClientFrameReader(app.limits());
        this.mailboxes = List.copyOf(mailboxes);
        this.maxBacklogBytes = config.limits().outbound().loopQueueBytes();
        this.meters = meters;
        this.places = new Semaphore(app.maxConnections());
    }

    /// Returns what the app was configured as.
    public App settings() {
        return app;
    }

    /// Returns the app's rooms.
    public Rooms rooms() {
        return rooms;
    }

    /// Returns the app's signed-in users.
    public Users users() {
        return users;
    }

    /// Returns what may be published.
    public PublishRules rules() {
        return rules;
    }

    /// Returns what reads the bodies of publishes.
    public PublishRequestReader requests() {
        return requests;
    }

    /// Returns what reads the messages of clients.
    public ClientFrameReader frames() {
        return frames;
    }

    /// Takes a connection in, if the app may have one more. Must be undone by [#disconnected].
    ///
    /// @return false if the app is full, or the id is taken
    public boolean connected(SocketId id, Seat seat) {
        if (!places.tryAcquire()) {
            return false;
        }
        if (connections.putIfAbsent(id, seat) != null) {
            places.release();
            return false;
        }
        return true;
    }

    /// Forgets a connection.
    public void disconnected(SocketId id) {
        if (connections.remove(id) != null) {
            places.release();
        }
    }

    /// Hands events to every event loop with subscribers, in order. All are checked before the
    /// first is delivered; one whose id was published lately is not delivered again.
    ///
    /// @throws ApiException 400 or 413 for an event that breaks a rule, 503 while the loops are too
    ///     far behind; then nothing was delivered
    public void publish(List<PublishEvent> events) {
        var channels = new ArrayList<List<ChannelName>>(events.size());
        for (var event : events) {
            channels.add(rules.check(event));
        }
        for (var mailbox : mailboxes) {
            if (mailbox.backlogBytes() > maxBacklogBytes) {
                throw new ApiException(503, "The server is behind; try again in a second");
            }
        }
        for (int i = 0; i < events.size(); i++) {
            var id = events.get(i).id();
            if (id == null || repeats.isNew(id)) {
                publish(events.get(i), channels.get(i));
            }
        }
    }

    /// Tells clients what becomes due with time: numbers of subscribers, absences of users. Called
    /// every second or so.
    public void tick() {
        rooms.tellCounts();
        users.tellAbsences();
    }

    private void publish(PublishEvent event, List<ChannelName> channels) {
        meters.published(channels.size());
        var except = event.except() == null ? null : connections.get(event.except());
        for (var channel : channels) {
            rooms.publish(channel, event.name(), event.data(), except);
        }
    }
}
