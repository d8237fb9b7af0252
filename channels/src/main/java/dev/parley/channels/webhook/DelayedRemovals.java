// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.webhook;

import dev.parley.channels.channel.ChannelEvent;
import dev.parley.protocol.ChannelName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Channels vacated and members gone, of whom it is not yet known whether they stay away. Who is
/// back in time is neither told to have left nor to have come. Not thread-safe.
final class DelayedRemovals {
    private record Key(ChannelName channel, @Nullable String userId) {}

    private record Held(ChannelEvent event, Instant until) {}

    private final Duration delay;
    private final int most;

    /// In the order they happened, which is the order they become due in.
    private final SequencedMap<Key, Held> held = new LinkedHashMap<>();

    /// @param delay how long a removal is held
    /// @param most how many are held; beyond it the oldest is let go early
    DelayedRemovals(Duration delay, int most) {
        this.delay = delay;
        this.most = most;
    }

    /// Takes an event and returns those to be told now.
    List<ChannelEvent> add(ChannelEvent event, Instant now) {
        return switch (event) {
            case ChannelEvent.Vacated(var channel) -> hold(new Key(channel, null), event, now);
            case ChannelEvent.MemberRemoved(var channel, var userId) ->
                    hold(new Key(channel, userId), event, now);
            case ChannelEvent.Occupied(var channel) -> unlessHeld(new Key(channel, null), event);
            case ChannelEvent.MemberAdded(var channel, var userId) ->
                    unlessHeld(new Key(channel, userId), event);
            case ChannelEvent.CacheMissed _, ChannelEvent.Counted _, ChannelEvent.ClientSent _ ->
                    List.of(event);
        };
    }

    /// Returns the removals that are certain now, the first that happened first.
    List<ChannelEvent> due(Instant now) {
        if (held.isEmpty()) {
            return List.of();
        }
        var due = new ArrayList<ChannelEvent>();
        while (!held.isEmpty() && !now.isBefore(held.firstEntry().getValue().until())) {
            due.add(held.pollFirstEntry().getValue().event());
        }
        return due;
    }

    private List<ChannelEvent> hold(Key key, ChannelEvent event, Instant now) {
        held.put(key, new Held(event, now.plus(delay)));
        return held.size() > most ? List.of(held.pollFirstEntry().getValue().event()) : List.of();
    }

    private List<ChannelEvent> unlessHeld(Key key, ChannelEvent event) {
        return held.remove(key) == null ? List.of(event) : List.of();
    }
}
