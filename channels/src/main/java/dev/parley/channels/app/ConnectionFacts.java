// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.app;

import dev.parley.protocol.SocketId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a person wants to know of a connection.
///
/// @param id its socket id
/// @param address the client's network address
/// @param since when it was opened
/// @param userId who is signed in, or null
/// @param channels some of the channels it is subscribed to
/// @param subscriptions how many channels it is subscribed to
public record ConnectionFacts(
        SocketId id,
        String address,
        Instant since,
        @Nullable String userId,
        List<String> channels,
        int subscriptions) {}
