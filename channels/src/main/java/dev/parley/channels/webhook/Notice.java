package dev.parley.channels.webhook;

import dev.parley.channels.config.WebhookEvent;
import dev.parley.channels.room.RoomEvent;

/// What kind of event an application knows a [RoomEvent] as.
final class Notice {
    private Notice() {}

    static WebhookEvent kind(RoomEvent event) {
        return switch (event) {
            case RoomEvent.Occupied _ -> WebhookEvent.CHANNEL_OCCUPIED;
            case RoomEvent.Vacated _ -> WebhookEvent.CHANNEL_VACATED;
            case RoomEvent.MemberAdded _ -> WebhookEvent.MEMBER_ADDED;
            case RoomEvent.MemberRemoved _ -> WebhookEvent.MEMBER_REMOVED;
            case RoomEvent.ClientSent _ -> WebhookEvent.CLIENT_EVENT;
            case RoomEvent.CacheMissed _ -> WebhookEvent.CACHE_MISS;
            case RoomEvent.Counted _ -> WebhookEvent.SUBSCRIPTION_COUNT;
        };
    }
}
