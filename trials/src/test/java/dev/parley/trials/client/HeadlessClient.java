// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.protocol.AppCredentials;
import dev.parley.trials.checker.Entry;
import dev.parley.trials.checker.LogPosition;
import dev.parley.trials.writer.Rooms;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A browser with some rooms open. It connects again when it is cut off, until it is closed. Thread-safe.
final class HeadlessClient implements Wire.Listener, AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int RECONNECT_SPREAD_MILLIS = 1000;

    private final HttpClient http;
    private final URI address;
    private final AppCredentials credentials;
    private final Map<String, Follower> followers = new LinkedHashMap<>();
    private final Set<String> subscribed = ConcurrentHashMap.newKeySet();
    private final Timer reconnect;
    private final Random random = new Random();

    /// The present connection, or the last one.
    @GuardedBy("this")
    private @Nullable Wire wire;

    @GuardedBy("this")
    private boolean closed;

    /// What must not have happened.
    @GuardedBy("this")
    private final List<String> problems = new ArrayList<>();

    HeadlessClient(
            HttpClient http,
            URI server,
            AppCredentials credentials,
            Collection<Follower> rooms,
            Timers timers) {
        this.http = http;
        this.address =
                server.resolve(
                        "/app/" + credentials.key() + "?protocol=7&client=headless&version=1");
        this.credentials = credentials;
        rooms.forEach(follower -> followers.put(Rooms.channel(follower.room()), follower));
        this.reconnect = timers.alarm(this::connect);
    }

    /// Opens a connection; returns at once.
    synchronized void connect() {
        if (closed) {
            return;
        }
        var next = new Wire(this);
        wire = next;
        var _ = // how it ends comes to the wire, except that it was never opened
                http.newWebSocketBuilder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .buildAsync(address, next)
                        .whenComplete((_, error) -> {
                            if (error != null) {
                                ended(next, null);
                            }
                        });
    }

    /// Returns whether it listens to all its rooms.
    boolean isSubscribed() {
        return subscribed.size() == followers.size();
    }

    Collection<Follower> followers() {
        return followers.values();
    }

    synchronized List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public void came(Wire from, Wire.Frame frame) {
        var data = frame.data();
        switch (frame.event()) {
            case "pusher:connection_established" ->
                    subscribe(from, data.path("socket_id").asText());
            case "pusher:ping" -> from.send("pusher:pong", JsonNodeFactory.instance.objectNode());
            case "pusher_internal:subscription_succeeded" -> {
                follower(frame).refresh();
                subscribed.add(frame.channel());
            }
            case "pusher:error", "pusher:subscription_error" -> problem(frame.event() + " " + data);
            case "head" ->
                    follower(frame)
                            .takeHead(data.path("epoch").asText(), data.path("rev").asLong());
            default -> takeEvent(frame);
        }
    }

    @Override
    public synchronized void ended(Wire gone, @Nullable Throwable error) {
        if (error != null && !(error instanceof IOException)) {
            problem(error.toString());
        }
        if (!closed && gone == wire) {
            wire = null;
            subscribed.clear();
            reconnect.set(Duration.ofMillis(random.nextInt(RECONNECT_SPREAD_MILLIS)));
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (wire != null) {
            wire.abort();
        }
    }

    /// What has no place in the log is not followed.
    private void takeEvent(Wire.Frame frame) {
        var data = frame.data();
        if (data.path("event_id").isTextual()) {
            follower(frame)
                    .take(
                            new Event(
                                    LogPosition.parse(data.path("event_id").asText()),
                                    data.path("prev").asLong(),
                                    data.path("fetch").asBoolean(),
                                    Entry.message(frame.event(), data)));
        }
    }

    private Follower follower(Wire.Frame frame) {
        var follower = followers.get(frame.channel());
        if (follower == null) {
            throw new IllegalStateException("not a channel of ours: " + frame.channel());
        }
        return follower;
    }

    private void subscribe(Wire to, String socketId) {
        for (var channel : followers.keySet()) {
            to.send(
                    "pusher:subscribe",
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("channel", channel)
                            .put("auth", credentials.channelAuth(socketId, channel, null)));
        }
    }

    private synchronized void problem(String what) {
        problems.add(what);
    }
}
