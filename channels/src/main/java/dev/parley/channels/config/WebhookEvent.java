// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.config;

/// What an application can be told of, in the order of the
/// [documentation](https://pusher.com/docs/channels/server_api/webhooks/#events).
public enum WebhookEvent {
    /// The first subscriber of a channel came.
    CHANNEL_OCCUPIED("channel_occupied"),
    /// The last subscriber of a channel left.
    CHANNEL_VACATED("channel_vacated"),
    /// A user came to a presence channel.
    MEMBER_ADDED("member_added"),
    /// A user left a presence channel.
    MEMBER_REMOVED("member_removed"),
    /// A subscriber sent an event to the others.
    CLIENT_EVENT("client_event"),
    /// Somebody subscribed to a cache channel that remembers nothing.
    CACHE_MISS("cache_miss"),
    /// The number of a channel's subscribers changed.
    SUBSCRIPTION_COUNT("subscription_count");

    private final String wireName;

    WebhookEvent(String wireName) {
        this.wireName = wireName;
    }

    /// Returns the name on the wire.
    public String wireName() {
        return wireName;
    }
}
