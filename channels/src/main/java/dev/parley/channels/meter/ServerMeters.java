// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// The meters of one server. Thread-safe.
public final class ServerMeters {
    private static final String PREFIX = "parley.channels.";
    private static final int STATUS_CLASSES = 5;
    private static final int CLASS_SIZE = 100;

    private final MeterRegistry registry;
    private final Counter published;
    private final Counter delivered;
    private final Counter joinedWrites;
    private final Counter received;
    private final Counter refusedClientEvents;
    private final Counter refusedSubscriptions;
    private final Counter revokedSubscriptions;
    private final Counter forgedSubscriptions;
    private final Counter forgedRequests;
    private final Timer publishing;
    private final List<Counter> requests = new ArrayList<>();
    private final Map<CloseReason, Counter> closeReasons;
    private final Map<Refusal, Counter> refusals;

    /// @param registry where the meters are kept
    public ServerMeters(MeterRegistry registry) {
        this.registry = registry;
        published = registry.counter(PREFIX + "publishes");
        delivered = registry.counter(PREFIX + "deliveries");
        joinedWrites = registry.counter(PREFIX + "writes");
        received = registry.counter(PREFIX + "messages.received");
        refusedClientEvents = registry.counter(PREFIX + "client.events.refused");
        refusedSubscriptions = registry.counter(PREFIX + "subscriptions.refused");
        revokedSubscriptions = registry.counter(PREFIX + "subscriptions.revoked");
        forgedSubscriptions = registry.counter(PREFIX + "auth.failures", "of", "client");
        forgedRequests = registry.counter(PREFIX + "auth.failures", "of", "request");
        publishing =
                Timer.builder(PREFIX + "publish.latency")
                        .publishPercentileHistogram()
                        .minimumExpectedValue(Duration.ofNanos(10_000))
                        .maximumExpectedValue(Duration.ofSeconds(1))
                        .register(registry);
        for (int digit = 1; digit <= STATUS_CLASSES; digit++) {
            requests.add(registry.counter(PREFIX + "http.requests", "status", digit + "xx"));
        }
        closeReasons = counters(CloseReason.class, "connections.closed", CloseReason::label);
        refusals = counters(Refusal.class, "handshakes.refused", Refusal::label);
    }

    /// Shows a number that is looked up when somebody asks.
    ///
    /// @param name what follows `parley.channels.`
    /// @param source where it is looked up; held strongly
    public <T> void show(String name, T source, ToDoubleFunction<T> value) {
        Gauge.builder(PREFIX + name, source, value).strongReference(true).register(registry);
    }

    /// Counts events published to channels, one for each channel.
    public void published(int events) {
        published.increment(events);
    }

    /// Counts frames that were handed to sockets.
    ///
    /// @param frames how many
    /// @param writes in how many writes: less, when frames were joined
    public void delivered(int frames, int writes) {
        delivered.increment(frames);
        joinedWrites.increment(writes);
    }

    /// Counts the end of a WebSocket.
    public void ended(CloseReason closeReason) {
        increment(closeReasons.get(closeReason));
    }

    /// Counts a WebSocket that was refused after its upgrade.
    public void refused(Refusal refusal) {
        increment(refusals.get(refusal));
    }

    /// Counts a message of a client.
    public void received() {
        received.increment();
    }

    /// Counts a client event that was not passed on.
    public void refusedClientEvent() {
        refusedClientEvents.increment();
    }

    /// Counts a subscription that was refused.
    ///
    /// @param forged whether the right to it was missing or wrong
    public void refusedSubscription(boolean forged) {
        refusedSubscriptions.increment();
        if (forged) {
            forgedSubscriptions.increment();
        }
    }

    /// Counts a subscription that the application ended.
    public void revokedSubscription() {
        revokedSubscriptions.increment();
    }

    /// Counts a request that was answered.
    ///
    /// @param status the HTTP status, 100 to 599
    public void answered(int status) {
        requests.get(status / CLASS_SIZE - 1).increment();
        if (status == 401) {
            forgedRequests.increment();
        }
    }

    /// Begins to measure how long a publish takes.
    public Timer.Sample start() {
        return Timer.start(registry);
    }

    /// Notes how long a publish took, from the last byte of its request to its answer.
    public void publishedIn(Timer.Sample since) {
        var _ = since.stop(publishing);
    }

    private <E extends Enum<E>> Map<E, Counter> counters(
            Class<E> reasons, String name, Function<E, String> label) {
        var counters = new EnumMap<E, Counter>(reasons);
        for (var reason : reasons.getEnumConstants()) {
            counters.put(reason, registry.counter(PREFIX + name, "reason", label.apply(reason)));
        }
        return counters;
    }

    private static void increment(@Nullable Counter counter) {
        if (counter != null) {
            counter.increment();
        }
    }
}
