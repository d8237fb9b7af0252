package dev.parley.channels.webhook;

import dev.parley.channels.room.RoomEvent;
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
final class Removals {
    private record Key(ChannelName channel, @Nullable String userId) {}

    private record Held(RoomEvent event, Instant until) {}

    private final Duration delay;
    private final int most;

    /// In the order they happened, which is the order they become due in.
    private final SequencedMap<Key, Held> held = new LinkedHashMap<>();

    /// @param delay how long a removal is held
    /// @param most how many are held; beyond it the oldest is let go early
    Removals(Duration delay, int most) {
        this.delay = delay;
        this.most = most;
    }

    /// Takes an event and returns those to be told now.
    List<RoomEvent> add(RoomEvent event, Instant now) {
        return switch (event) {
            case RoomEvent.Vacated(var channel) -> hold(new Key(channel, null), event, now);
            case RoomEvent.MemberRemoved(var channel, var userId) ->
                    hold(new Key(channel, userId), event, now);
            case RoomEvent.Occupied(var channel) -> unlessHeld(new Key(channel, null), event);
            case RoomEvent.MemberAdded(var channel, var userId) ->
                    unlessHeld(new Key(channel, userId), event);
            case RoomEvent.CacheMissed _, RoomEvent.Counted _, RoomEvent.ClientSent _ ->
                    List.of(event);
        };
    }

    /// Returns the removals that are certain now, the first that happened first.
    List<RoomEvent> due(Instant now) {
        if (held.isEmpty()) {
            return List.of();
        }
        var due = new ArrayList<RoomEvent>();
        while (!held.isEmpty() && !now.isBefore(held.firstEntry().getValue().until())) {
            due.add(held.pollFirstEntry().getValue().event());
        }
        return due;
    }

    private List<RoomEvent> hold(Key key, RoomEvent event, Instant now) {
        held.put(key, new Held(event, now.plus(delay)));
        return held.size() > most ? List.of(held.pollFirstEntry().getValue().event()) : List.of();
    }

    private List<RoomEvent> unlessHeld(Key key, RoomEvent event) {
        return held.remove(key) == null ? List.of(event) : List.of();
    }
}
