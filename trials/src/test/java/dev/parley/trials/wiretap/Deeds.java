package dev.parley.trials.wiretap;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Counts what a proxy does. Thread-safe.
final class Deeds {
    private final Map<Deed, LongAdder> counts = new EnumMap<>(Deed.class);

    Deeds() {
        for (var deed : Deed.values()) {
            counts.put(deed, new LongAdder());
        }
    }

    void count(Deed deed) {
        count(deed, 1);
    }

    void count(Deed deed, long times) {
        counter(deed).add(times);
    }

    long of(Deed deed) {
        return counter(deed).sum();
    }

    private LongAdder counter(Deed deed) {
        return counts.getOrDefault(deed, new LongAdder());
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
