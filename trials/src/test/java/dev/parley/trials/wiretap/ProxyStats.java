// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.wiretap;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Counts what a proxy does. Thread-safe.
final class ProxyStats {
    private final Map<ProxyEvent, LongAdder> counts = new EnumMap<>(ProxyEvent.class);

    ProxyStats() {
        for (var event : ProxyEvent.values()) {
            counts.put(event, new LongAdder());
        }
    }

    void count(ProxyEvent event) {
        count(event, 1);
    }

    void count(ProxyEvent event, long times) {
        counter(event).add(times);
    }

    long of(ProxyEvent event) {
        return counter(event).sum();
    }

    private LongAdder counter(ProxyEvent event) {
        return counts.getOrDefault(event, new LongAdder());
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
