// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.client;

import dev.parley.trials.checker.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A room's log as far as it was applied: the rules of `react/src/core/log/log-state.ts`, with the steps on
/// the screen in place of its content. The caller confines it to one lock.
final class RoomLog {
    private static final int HELD_EVENTS = 500;
    private static final int FRESH_WINDOW_BEYOND = 1000;

    private final List<Step> steps = new ArrayList<>();
    private final Set<String> pastEpochs = new HashSet<>();
    private List<Event> held = new ArrayList<>();
    private String epoch = "";
    private long rev;
    private long wanted;
    private boolean stale = true;

    /// Where the log stands.
    ///
    /// @param stale whether a snapshot is needed
    /// @param rev every change up to this one is applied
    /// @param known the last change known to exist
    record Standing(boolean stale, long rev, long known) {}

    Standing standing() {
        var last = held.isEmpty() ? 0 : held.getLast().rev();
        return new Standing(stale, rev, Math.max(wanted, last));
    }

    /// Whether changes are known to exist that were not applied.
    boolean isBehind() {
        return !held.isEmpty() || wanted > rev;
    }

    /// Whether changes are known to be missing that no event will bring.
    boolean isWanting() {
        return stale || wanted > rev;
    }

    boolean isAt(String otherEpoch, long head) {
        return !stale && epoch.equals(otherEpoch) && rev >= head;
    }

    /// Returns what was shown so far.
    List<Step> steps() {
        return List.copyOf(steps);
    }

    /// Takes an event off the wire: applies it, holds it or drops it.
    void takeEvent(Event event) {
        if (pastEpochs.contains(event.epoch())) {
            return;
        }
        if (stale) {
            hold(event);
        } else if (!event.epoch().equals(epoch)) {
            becomeStale();
            hold(event);
        } else if (event.rev() > rev) {
            takeNext(event);
        }
    }

    private void takeNext(Event event) {
        if (event.fetch()) {
            want(event.rev());
        } else if (event.prev() > rev) {
            hold(event);
        } else {
            apply(event.rev(), event.message());
            release();
        }
    }

    /// Takes note of how far the server's log reaches.
    void takeHead(String headEpoch, long head) {
        if (stale || pastEpochs.contains(headEpoch)) {
            return;
        }
        if (headEpoch.equals(epoch)) {
            want(head);
        } else {
            becomeStale();
        }
    }

    /// Applies the answer to a request for changes, whatever was applied since it was asked.
    void takeChanges(Answer.Changes answer) {
        var reached = Math.max(rev, answer.through());
        if (answer.reset()
                || !answer.epoch().equals(epoch)
                || answer.head() - reached > FRESH_WINDOW_BEYOND) {
            stale = true;
            return;
        }
        for (var item : answer.items()) {
            if (item.rev() > rev && item.rev() <= answer.through()) {
                apply(item.rev(), item.message());
            }
        }
        rev = reached;
        release();
        want(answer.head());
    }

    /// Continues from a snapshot; events that came while it was on its way apply after it.
    void takeSnapshot(Answer.Snapshot snapshot) {
        if (!epoch.isEmpty() && !epoch.equals(snapshot.epoch())) {
            pastEpochs.add(epoch);
        }
        pastEpochs.remove(snapshot.epoch());
        epoch = snapshot.epoch();
        rev = snapshot.rev();
        wanted = snapshot.rev();
        held.removeIf(event -> !event.epoch().equals(epoch));
        stale = false;
        steps.add(new Step.Loaded(epoch, rev));
        release();
    }

    /// Asks for everything anew.
    void reload() {
        stale = true;
    }

    private void becomeStale() {
        stale = true;
        held.clear();
    }

    private void apply(long next, Optional<UUID> message) {
        steps.add(new Step.Rendered(next, message));
        rev = next;
    }

    private void want(long number) {
        wanted = Math.max(wanted, number);
    }

    /// Keeps an event for later; past the bound its number is kept alone.
    private void hold(Event event) {
        if (held.stream().anyMatch(other -> other.position().equals(event.position()))) {
            return;
        }
        if (held.size() >= HELD_EVENTS) {
            want(event.rev());
            return;
        }
        held.add(event);
        held.sort(Comparator.comparingLong(Event::rev));
    }

    /// Takes again the events that were waiting.
    private void release() {
        if (!held.isEmpty()) {
            var waiting = held;
            held = new ArrayList<>();
            waiting.forEach(this::takeEvent);
        }
    }
}
