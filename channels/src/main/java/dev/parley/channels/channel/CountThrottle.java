// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.channel;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Decides when the subscribers of a channel are told how many they are,
/// see [subscription counting](https://pusher.com/docs/channels/using_channels/events/#pusher-subscription-count):
/// at each change, but in a crowd at most once in five seconds. Guarded by the channel.
final class CountThrottle {
    private static final int CROWD = 100;
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private @Nullable Instant told;
    private boolean owed;

    /// Notes a change.
    ///
    /// @return whether the number is to be told now; else it is owed
    boolean changed(int subscriptions, Instant now) {
        owed = true;
        return subscriptions <= CROWD ? told(now) : takeDue(now);
    }

    /// Takes the number that is owed, if its time has come; then it is owed no more.
    boolean takeDue(Instant now) {
        // A clock that was set back must not keep the number from being told.
        boolean early = told != null && now.isBefore(told.plus(PAUSE)) && !now.isBefore(told);
        return owed && !early && told(now);
    }

    /// Returns whether a number waits to be told.
    boolean isOwed() {
        return owed;
    }

    private boolean told(Instant now) {
        told = now;
        owed = false;
        return true;
    }
}
