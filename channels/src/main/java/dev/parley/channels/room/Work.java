package dev.parley.channels.room;

import dev.parley.channels.wire.TextFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a mailbox can be asked to do on its event loop.
sealed interface Work {
    /// Gives a frame to a room's subscribers on this loop.
    ///
    /// @param except the one subscriber that is left out, or null
    record Deliver(Seats seats, TextFrame frame, @Nullable Seat except) implements Work {}

    /// Lets a connection take its place.
    ///
    /// @param replies what the new subscriber is told first
    record Take(Subscription subscription, List<TextFrame> replies) implements Work {}

    /// Takes a connection's place away.
    record Leave(Subscription subscription) implements Work {}

    /// Anything else that must happen on the loop.
    record Call(Runnable action) implements Work {}
}
