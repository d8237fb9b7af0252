// SPDX-License-Identifier: Apache-2.0
package dev.parley.warmup;

import dev.parley.app.client.ClientSettings;
import dev.parley.client.PusherClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A few seconds of what a server does all day: many listen to one channel, some are members of private
/// and presence channels, a backend publishes, and somebody chats.
final class AotWarmup {
    /// How long one answer, or the end after the agreed time, may take.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int LISTENERS = 100;
    private static final int MEMBERS = 10;
    private static final int MESSAGES = 200;
    private static final String CROWDED = "training";
    private static final String PRIVATE = "private-training";
    private static final String PRESENCE = "presence-training";

    /// What each of the publishers, who work at the same time, publishes to.
    private static final List<String> PUBLISHED =
            List.of(CROWDED, CROWDED, CROWDED, CROWDED, PRIVATE, PRIVATE, PRESENCE, PRESENCE);

    private final ClientSettings settings;
    private final Clock clock;

    /// @param settings addresses and keys of a product that runs, and that lets one address open a few
    ///     hundred sockets at once
    /// @param clock dates what is signed
    AotWarmup(ClientSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /// Works for `length`, from when all listen.
    ///
    /// @return how many events were published over HTTP
    /// @throws IOException when something was refused or did not come in time
    int run(Duration length) throws IOException, InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var client = HttpClient.newBuilder().executor(threads).build();
            try {
                return run(length, threads, client);
            } finally {
                client.shutdownNow();
            }
        }
    }

    private int run(Duration length, ExecutorService threads, HttpClient http)
            throws IOException, InterruptedException {
        var client = WarmupClient.signIn(http, settings);
        var room = client.createRoom();
        var audience = audience(http, client, room);
        audience.forEach(PusherClient::ignoreEvents);
        var deadline = new Deadline(System.nanoTime(), length);
        var work = new ArrayList<Callable<Integer>>();
        for (var channel : PUBLISHED) {
            var publisher = new Publisher(http, settings.pusher(), clock);
            work.add(() -> publisher.publishUntil(deadline, channel));
        }
        work.add(() -> chat(client, room, deadline));
        int published = sum(threads, work, length.plus(PATIENCE));
        for (var subscriber : audience) {
            subscriber.disconnect();
        }
        return published;
    }

    /// Returns subscribers who have joined their channels.
    private List<PusherClient> audience(HttpClient http, WarmupClient client, String room)
            throws IOException, InterruptedException {
        var app = settings.pusher().credentials();
        var audience = new ArrayList<PusherClient>();
        for (int i = 0; i < LISTENERS; i++) {
            var listener = connect(http);
            listener.subscribe(CROWDED);
            audience.add(listener);
        }
        for (int i = 0; i < MEMBERS; i++) {
            var member = connect(http);
            member.subscribe(PRIVATE, app);
            member.subscribeAs("{\"user_id\":\"user-%d\"}".formatted(i), PRESENCE, app);
            audience.add(member);
        }
        var reader = connect(http);
        var channel = "private-room-" + room;
        reader.subscribe(channel, client.authorize(reader.socketId(), channel), null);
        audience.add(reader);
        return audience;
    }

    private PusherClient connect(HttpClient http) throws IOException, InterruptedException {
        return PusherClient.connect(
                http.newWebSocketBuilder(), settings.pusher().socketAddress("warmup"), PATIENCE);
    }

    /// Sends messages; they are not events published over HTTP, so they count for nothing.
    private static int chat(WarmupClient client, String room, Deadline deadline)
            throws IOException, InterruptedException {
        for (int i = 0; i < MESSAGES && !deadline.passed(); i++) {
            client.say(room, "message " + i);
        }
        return 0;
    }

    private static int sum(ExecutorService threads, List<Callable<Integer>> work, Duration patience)
            throws IOException, InterruptedException {
        int sum = 0;
        for (var done : threads.invokeAll(work, patience.toMillis(), TimeUnit.MILLISECONDS)) {
            try {
                sum += done.get();
            } catch (ExecutionException | CancellationException e) {
                throw new IOException("the training did not get through its work", e);
            }
        }
        return sum;
    }
}
