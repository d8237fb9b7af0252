// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.channel;

import dev.parley.channels.wire.TextFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a task queue can be asked to do on its event loop.
sealed interface LoopTask {
    /// Gives a frame to a channel's subscribers on this loop.
    ///
    /// @param except the one subscriber that is left out, or null
    record Deliver(LoopSubscribers subscribers, TextFrame frame, @Nullable Subscriber except)
            implements LoopTask {}

    /// Lets a connection take its place.
    ///
    /// @param replies what the new subscriber is told first
    record Take(Subscription subscription, List<TextFrame> replies) implements LoopTask {}

    /// Takes a connection's place away.
    record Leave(Subscription subscription) implements LoopTask {}

    /// Anything else that must happen on the loop.
    record Call(Runnable action) implements LoopTask {}
}
