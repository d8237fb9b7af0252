// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.webhook;

import dev.parley.channels.channel.ChannelEvent;
import dev.parley.channels.config.WebhookEvent;

/// What kind of event an application knows a [ChannelEvent] as.
final class WebhookEventMapping {
    private WebhookEventMapping() {}

    static WebhookEvent kind(ChannelEvent event) {
        return switch (event) {
            case ChannelEvent.Occupied _ -> WebhookEvent.CHANNEL_OCCUPIED;
            case ChannelEvent.Vacated _ -> WebhookEvent.CHANNEL_VACATED;
            case ChannelEvent.MemberAdded _ -> WebhookEvent.MEMBER_ADDED;
            case ChannelEvent.MemberRemoved _ -> WebhookEvent.MEMBER_REMOVED;
            case ChannelEvent.ClientSent _ -> WebhookEvent.CLIENT_EVENT;
            case ChannelEvent.CacheMissed _ -> WebhookEvent.CACHE_MISS;
            case ChannelEvent.Counted _ -> WebhookEvent.SUBSCRIPTION_COUNT;
        };
    }
}
