package dev.parley.channels.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/// The counters of one server. Thread-safe.
public final class ServerMeters {
    private final Counter published;
    private final Counter delivered;
    private final Counter joinedWrites;
    private final Map<Ending, Counter> endings = new EnumMap<>(Ending.class);

    /// @param registry where the counters are kept
    public ServerMeters(MeterRegistry registry) {
        published = registry.counter("parley.channels.publishes");
        delivered = registry.counter("parley.channels.deliveries");
        joinedWrites = registry.counter("parley.channels.writes");
        for (var ending : Ending.values()) {
            endings.put(
                    ending,
                    registry.counter(
                            "parley.channels.connections.closed", "reason", ending.label()));
        }
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

    /// Counts the end of a connection.
    public void ended(Ending ending) {
        var counter = endings.get(ending);
        if (counter != null) {
            counter.increment();
        }
    }
}
