// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.inspect;

import dev.parley.protocol.ChannelType;

/// One channel at a moment.
///
/// @param name its full name
/// @param type what its prefix says it is
/// @param subscriptions how many connections are subscribed
/// @param users distinct users; 0 if it is no presence channel
/// @param remembers whether it keeps an event for the next subscriber
public record ChannelView(
        String name, ChannelType type, int subscriptions, int users, boolean remembers) {}
