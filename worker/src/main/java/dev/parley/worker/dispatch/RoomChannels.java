// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where only the participants of a room listen, asked from the database and remembered for a few
/// seconds: on a private room's own channel, and beside a public one, to which everybody may listen, on
/// the presence channel. Used by one thread only.
final class RoomChannels {
    private static final Logger log = LoggerFactory.getLogger(RoomChannels.class);
    private static final Duration REMEMBER = Duration.ofSeconds(5);
    private static final int MAX_ROOMS = 10_000;
    private static final String PUBLIC = "room-";
    private static final String PRESENCE = "presence-";

    private final PositionStore positionStore;
    private final InstantSource clock;
    private final Map<String, Known> known = new LinkedHashMap<>();

    RoomChannels(PositionStore positionStore, InstantSource clock) {
        this.positionStore = positionStore;
        this.clock = clock;
    }

    /// Returns the channel of a room's participants; empty when there is no such room or the database is
    /// away.
    Optional<String> ofParticipants(String room) {
        var now = clock.instant();
        var remembered = known.get(room);
        if (remembered != null && remembered.until().isAfter(now)) {
            return Optional.of(remembered.channel());
        }
        try {
            var channel = positionStore.channel(room).map(RoomChannels::restricted);
            channel.ifPresent(name -> remember(room, name, now));
            return channel;
        } catch (SQLException e) {
            log.atDebug().addKeyValue("reason", e.getMessage()).log("cannot ask for a channel");
            return Optional.empty();
        }
    }

    private static String restricted(String channel) {
        return channel.startsWith(PUBLIC) ? PRESENCE + channel : channel;
    }

    private void remember(String room, String channel, Instant now) {
        if (known.size() >= MAX_ROOMS) {
            known.clear();
        }
        known.put(room, new Known(channel, now.plus(REMEMBER)));
    }

    private record Known(String channel, Instant until) {}
}
