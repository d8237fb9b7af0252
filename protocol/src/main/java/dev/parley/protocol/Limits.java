// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol;

/// How large and how many the things of the protocol may be. The defaults are the hosted service's.
///
/// @param channelNameLength characters of a channel name, its prefix included, 1 to 200
/// @param eventNameLength characters of an event name, at least 1
/// @param eventDataBytes UTF-8 bytes of an event's data
/// @param channelsPerEvent channels one event may be published to, at least 1
/// @param eventsPerBatch events in one batch, at least 1
/// @param presenceMembers distinct users of a presence channel, at least 1
/// @param userIdLength characters of a user id, at least 1
/// @param userInfoBytes UTF-8 bytes of a user's `user_info`
/// @param clientEventsPerSecond client events one connection may send in a second, at least 1
/// @param channelsPerConnection channels one connection may be subscribed to, at least 1
/// @param watchlistLength users one connection may watch; of more, the first ones count
public record Limits(
        int channelNameLength,
        int eventNameLength,
        int eventDataBytes,
        int channelsPerEvent,
        int eventsPerBatch,
        int presenceMembers,
        int userIdLength,
        int userInfoBytes,
        int clientEventsPerSecond,
        int channelsPerConnection,
        int watchlistLength) {

    /// Refuses values outside their ranges.
    public Limits {
        Range.check("channelNameLength", channelNameLength, 1, 200);
        Range.check("eventNameLength", eventNameLength, 1, 1_000);
        Range.check("eventDataBytes", eventDataBytes, 0, 16 << 20);
        Range.check("channelsPerEvent", channelsPerEvent, 1, 10_000);
        Range.check("eventsPerBatch", eventsPerBatch, 1, 10_000);
        Range.check("presenceMembers", presenceMembers, 1, 100_000);
        Range.check("userIdLength", userIdLength, 1, 1_000);
        Range.check("userInfoBytes", userInfoBytes, 0, 1 << 20);
        Range.check("clientEventsPerSecond", clientEventsPerSecond, 1, 100_000);
        Range.check("channelsPerConnection", channelsPerConnection, 1, 1_000_000);
        Range.check("watchlistLength", watchlistLength, 0, 10_000);
    }

    /// Returns the limits of the hosted service, and 1,000 channels per connection, which it does
    /// not limit.
    public static Limits defaults() {
        return new Limits(164, 200, 10_240, 100, 10, 100, 128, 1_024, 10, 1_000, 100);
    }
}
