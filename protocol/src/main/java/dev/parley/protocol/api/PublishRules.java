// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol.api;

import dev.parley.protocol.ChannelName;
import dev.parley.protocol.Limits;
import dev.parley.protocol.ProtocolException;
import dev.parley.protocol.Utf8;
import java.util.ArrayList;
import java.util.List;

/// What may be published, whoever publishes it.
///
/// @param limits sizes and counts
public record PublishRules(Limits limits) {
    private static final int MAX_ID_LENGTH = 200;

    /// Checks an event and returns its channels.
    ///
    /// @throws ApiException 400, or 413 for too much data
    public List<ChannelName> check(PublishEvent event) {
        checkName(event.name());
        if (Utf8.length(event.data()) > limits.eventDataBytes()) {
            throw new ApiException(
                    413,
                    "The data content of this event exceeds the allowed maximum ("
                            + limits.eventDataBytes()
                            + " bytes)");
        }
        var id = event.id();
        if (id != null && (id.isEmpty() || id.length() > MAX_ID_LENGTH)) {
            throw new ApiException(
                    400, "idempotency_key must be 1 to " + MAX_ID_LENGTH + " characters");
        }
        int count = event.channels().size();
        if (count < 1 || count > limits.channelsPerEvent()) {
            throw new ApiException(
                    400, "An event needs 1 to " + limits.channelsPerEvent() + " channels");
        }
        var channels = new ArrayList<ChannelName>(count);
        for (var channel : event.channels()) {
            channels.add(count == 1 ? name(channel) : nameAt(channels.size(), channel));
        }
        if (count > 1 && channels.stream().anyMatch(channel -> channel.type().isEncrypted())) {
            throw new ApiException(400, "An encrypted channel must be the only one of its event");
        }
        return channels;
    }

    private ChannelName nameAt(int place, String channel) {
        try {
            return name(channel);
        } catch (ApiException e) {
            throw new ApiException(
                    e.status(), "Channel channels[" + place + "] is refused; " + e.reason());
        }
    }

    /// Checks a channel name that stands in a request.
    ///
    /// @throws ApiException 400
    public ChannelName name(String channel) {
        try {
            return ChannelName.parse(channel, limits.channelNameLength());
        } catch (ProtocolException e) {
            throw new ApiException(400, e.reason());
        }
    }

    private void checkName(String name) {
        if (name.isEmpty() || name.length() > limits.eventNameLength()) {
            throw new ApiException(
                    400, "name must be 1 to " + limits.eventNameLength() + " characters");
        }
        if (name.startsWith("pusher:") || name.startsWith("pusher_internal:")) {
            throw new ApiException(400, "name must not begin with pusher: or pusher_internal:");
        }
    }
}
