// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.pusher;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.protocol.api.PublishEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a server took and how it answered. Thread-safe.
final class RequestHistory {
    @GuardedBy("this")
    private final List<Received> taken = new ArrayList<>();

    @GuardedBy("this")
    private final Map<String, Long> answers = new TreeMap<>();

    @GuardedBy("this")
    private long requests;

    @GuardedBy("this")
    private long logged;

    /// Numbers a request.
    synchronized long request() {
        return ++requests;
    }

    synchronized void take(long request, List<PublishEvent> events) {
        var now = Instant.now();
        for (var event : events) {
            var id = EventIds.of(event);
            logged += id.isEmpty() ? 0 : event.channels().size();
            for (var channel : event.channels()) {
                taken.add(
                        new Received(
                                taken.size() + 1L,
                                now,
                                request,
                                id,
                                channel,
                                event.name(),
                                event.data()));
            }
        }
    }

    synchronized void answered(String how) {
        answers.merge(how, 1L, Long::sum);
    }

    synchronized long answered(Class<? extends Answer> kind) {
        return answers.getOrDefault(kind.getSimpleName(), 0L);
    }

    synchronized List<Received> taken() {
        return List.copyOf(taken);
    }

    synchronized List<Received> takenFrom(int first) {
        return List.copyOf(taken.subList(Math.min(first, taken.size()), taken.size()));
    }

    synchronized int size() {
        return taken.size();
    }

    /// Returns how many of the events have an id, as those of room logs do.
    synchronized long logged() {
        return logged;
    }

    @Override
    public synchronized String toString() {
        return "%d requests, %d events taken, answers %s"
                .formatted(requests, taken.size(), answers);
    }
}
