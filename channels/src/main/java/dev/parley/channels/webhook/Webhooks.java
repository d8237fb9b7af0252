// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.webhook;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.channels.channel.ChannelListener;
import dev.parley.channels.config.App;
import dev.parley.channels.config.ChannelsConfig;
import dev.parley.channels.config.WebhookEndpoint;
import dev.parley.channels.meter.WebhookMeters;
import dev.parley.protocol.AppCredentials;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All webhooks of a server, each endpoint served by its own virtual thread. Thread-safe. Without
/// endpoints there is no client and no thread.
public final class Webhooks implements AutoCloseable {
    private static final Duration WINDOW = Duration.ofMillis(250);
    private static final Duration ANSWER = Duration.ofSeconds(4);
    private static final Duration REMOVAL_DELAY = Duration.ofSeconds(3);
    private static final Duration GOODBYE = Duration.ofSeconds(1);
    private static final int MOST_HELD = 100_000;

    /// What an app served now is known by.
    private record Entry(AppWebhooks hooks, KeyHolder key) {}

    /// The key that signs; it may change while events wait.
    private static final class KeyHolder implements Supplier<AppCredentials> {
        private volatile AppCredentials key;

        KeyHolder(AppCredentials key) {
            this.key = key;
        }

        @Override
        public AppCredentials get() {
            return key;
        }
    }

    private final ConcurrentMap<String, Entry> apps = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final WebhookMeters meters;

    @GuardedBy("this")
    private List<EndpointWorker> endpointWorkers = List.of();

    /// Lines that take no more events and are not empty yet.
    @GuardedBy("this")
    private final List<EndpointWorker> retired = new ArrayList<>();

    @GuardedBy("this")
    private @Nullable HttpClient client;

    @GuardedBy("this")
    private boolean closed;

    private Webhooks(ChannelsConfig config) {
        clock = config.clock();
        meters = new WebhookMeters(config.meters());
    }

    /// Starts the couriers of every endpoint in a configuration.
    public static Webhooks start(ChannelsConfig config) {
        var webhooks = new Webhooks(config);
        webhooks.reload(config.apps());
        return webhooks;
    }

    /// Tells other endpoints from now on. One that is configured as before keeps what waits for it;
    /// one that is gone or changed gets no more events, and what waits for it is brought or given up
    /// within five minutes. Does nothing after [#close()].
    public synchronized void reload(List<App> others) {
        if (closed) {
            return;
        }
        retired.removeIf(endpointWorker -> !endpointWorker.thread().isAlive());
        var unused = new ArrayList<>(endpointWorkers);
        var next = new ArrayList<EndpointWorker>();
        var ids = new HashSet<String>();
        for (var app : others) {
            ids.add(app.id());
            var known = serve(app, unused);
            next.addAll(known);
            entry(app)
                    .hooks()
                    .tell(known.stream().map(EndpointWorker::webhookSubscription).toList());
        }
        dropExcept(ids);
        unused.forEach(EndpointWorker::retire);
        retired.addAll(unused);
        endpointWorkers = List.copyOf(next);
    }

    /// Returns what hears of the channels of an app that is served.
    public Optional<ChannelListener> listener(App app) {
        return Optional.ofNullable(apps.get(app.id())).map(Entry::hooks);
    }

    /// Tells of what is certain by now. Called a few times a second.
    public void tick() {
        apps.values().forEach(entry -> entry.hooks().tick());
    }

    /// Takes no more events, and drains: gives the endpoint workers a second for what waits.
    @Override
    public void close() {
        var last = stop();
        try {
            var patience = GOODBYE;
            for (var endpointWorker : last) {
                var from = System.nanoTime();
                endpointWorker.await(patience);
                patience = remaining(patience, System.nanoTime() - from);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        last.forEach(endpointWorker -> endpointWorker.thread().interrupt());
        disconnect();
    }

    private synchronized List<EndpointWorker> stop() {
        closed = true;
        dropExcept(Set.of());
        endpointWorkers.forEach(EndpointWorker::retire);
        var all = new ArrayList<>(endpointWorkers);
        all.addAll(retired);
        return all;
    }

    private synchronized void disconnect() {
        if (client != null) {
            client.shutdownNow();
        }
    }

    /// Returns the endpoint workers of an app: those it has, taken out of `unused`, and new ones.
    @GuardedBy("this")
    private List<EndpointWorker> serve(App app, List<EndpointWorker> unused) {
        var served = new ArrayList<EndpointWorker>();
        for (var endpoint : app.webhooks()) {
            var known =
                    unused.stream()
                            .filter(endpointWorker -> endpointWorker.appId().equals(app.id()))
                            .filter(endpointWorker -> endpointWorker.endpoint().equals(endpoint))
                            .findFirst();
            known.ifPresent(unused::remove);
            served.add(known.orElseGet(() -> begin(app, endpoint)));
        }
        return served;
    }

    private Entry entry(App app) {
        var oldest = app.keys().getFirst();
        var entry =
                apps.computeIfAbsent(
                        app.id(),
                        _ ->
                                new Entry(
                                        new AppWebhooks(
                                                new DelayedRemovals(REMOVAL_DELAY, MOST_HELD),
                                                clock),
                                        new KeyHolder(oldest)));
        entry.key().key = oldest;
        return entry;
    }

    private void dropExcept(Set<String> ids) {
        apps.entrySet()
                .removeIf(known -> {
                    boolean gone = !ids.contains(known.getKey());
                    if (gone) {
                        known.getValue().hooks().tell(List.of());
                    }
                    return gone;
                });
    }

    private synchronized EndpointWorker begin(App app, WebhookEndpoint endpoint) {
        var http = client == null ? newClient() : client;
        client = http;
        var name = app.id() + " " + endpoint.url().getAuthority();
        var outbox = new Outbox(endpoint.queueEvents(), endpoint.batched(), WINDOW);
        var sender =
                new WebhookSender(
                        name,
                        outbox,
                        new HttpPost(http, entry(app).key(), endpoint, ANSWER),
                        Webhooks::park,
                        clock,
                        new SecureRandom(),
                        meters);
        return new EndpointWorker(
                app.id(),
                endpoint,
                new WebhookSubscription(name, endpoint.events(), outbox, meters),
                outbox,
                sender,
                Thread.ofVirtual().name("webhook " + name).start(sender));
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
