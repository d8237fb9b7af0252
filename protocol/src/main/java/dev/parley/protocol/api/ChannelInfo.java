// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol.api;

import org.jspecify.annotations.Nullable;

/// What an answer says about one channel. A null member was not asked for and is left out.
///
/// @param occupied whether anybody is subscribed
/// @param userCount distinct users
/// @param subscriptionCount connections
/// @param cache the remembered event
public record ChannelInfo(
        @Nullable Boolean occupied,
        @Nullable Integer userCount,
        @Nullable Integer subscriptionCount,
        @Nullable Cache cache) {

    /// What a cache channel remembers.
    ///
    /// @param data the event's data; null when nothing is remembered
    /// @param ttlSeconds how long it will be remembered, whole seconds
    public record Cache(@Nullable String data, long ttlSeconds) {}
}
