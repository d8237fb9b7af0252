package dev.parley.channels.webhook;

import dev.parley.channels.config.App;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.channels.config.WebhookEndpoint;
import dev.parley.channels.meter.WebhookMeters;
import dev.parley.channels.room.RoomListener;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/// All webhooks of a server, each endpoint served by its own virtual thread. Thread-safe. Without
/// endpoints it is nothing: no client, no thread.
public final class Webhooks implements AutoCloseable {
    private static final Duration WINDOW = Duration.ofMillis(250);
    private static final Duration ANSWER = Duration.ofSeconds(4);
    private static final Duration REMOVAL_DELAY = Duration.ofSeconds(3);
    private static final Duration GOODBYE = Duration.ofSeconds(1);
    private static final int MOST_HELD = 100_000;

    private final Map<String, AppWebhooks> apps = new HashMap<>();
    private final List<Outbox> outboxes = new ArrayList<>();
    private final List<Thread> couriers = new ArrayList<>();
    private final Optional<HttpClient> client;
    private final InstantSource clock;
    private final WebhookMeters meters;

    private Webhooks(ChannelsConfig config) {
        clock = config.clock();
        meters = new WebhookMeters(config.meters());
        client =
                config.apps().stream().allMatch(app -> app.webhooks().isEmpty())
                        ? Optional.empty()
                        : Optional.of(newClient());
        client.ifPresent(http -> config.apps().forEach(app -> add(app, http)));
    }

    /// Starts the couriers of every endpoint in a configuration.
    public static Webhooks start(ChannelsConfig config) {
        var webhooks = new Webhooks(config);
        webhooks.couriers.forEach(Thread::start);
        return webhooks;
    }

    /// Returns what wants to hear of an app's rooms, if the app has endpoints.
    public Optional<RoomListener> listener(App app) {
        return Optional.ofNullable(apps.get(app.id()));
    }

    /// Tells of what is certain by now. Called a few times a second.
    public void tick() {
        apps.values().forEach(AppWebhooks::tick);
    }

    /// Takes no more events, and gives the couriers a second for what waits.
    @Override
    public void close() {
        outboxes.forEach(Outbox::close);
        try {
            var patience = GOODBYE;
            for (var courier : couriers) {
                var from = System.nanoTime();
                courier.join(patience);
                patience = remaining(patience, System.nanoTime() - from);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        couriers.forEach(Thread::interrupt);
        client.ifPresent(HttpClient::shutdownNow);
    }

    private void add(App app, HttpClient http) {
        if (app.webhooks().isEmpty()) {
            return;
        }
        var subscribers = new ArrayList<Subscriber>();
        for (var endpoint : app.webhooks()) {
            subscribers.add(add(app, endpoint, http));
        }
        var removals = new Removals(REMOVAL_DELAY, MOST_HELD);
        apps.put(app.id(), new AppWebhooks(subscribers, removals, clock));
    }

    private Subscriber add(App app, WebhookEndpoint endpoint, HttpClient http) {
        var name = app.id() + " " + endpoint.url().getAuthority();
        var outbox = new Outbox(endpoint.queueEvents(), endpoint.batched(), WINDOW);
        var courier =
                new Courier(
                        name,
                        outbox,
                        new HttpPost(http, app.keys().getFirst(), endpoint, ANSWER),
                        Webhooks::park,
                        clock,
                        new SecureRandom(),
                        meters);
        outboxes.add(outbox);
        couriers.add(Thread.ofVirtual().name("webhook " + name).unstarted(courier));
        return new Subscriber(name, endpoint.events(), outbox, meters);
    }

    private static Duration remaining(Duration patience, long nanos) {
        var left = patience.minusNanos(nanos);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static HttpClient newClient() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(ANSWER)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    private static void park(Duration duration) throws InterruptedException {
        long end = System.nanoTime() + duration.toNanos();
        long left = duration.toNanos();
        while (left > 0) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            left = end - System.nanoTime();
        }
    }
}
