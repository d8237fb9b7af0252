// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.channel;

import dev.parley.channels.config.App;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What all channels of an app have in common.
///
/// @param app the app's settings as they are now; asked at each piece of work, so it must not wait
/// @param clock decides when a remembered event is forgotten and a number is told again
/// @param listener hears what happens; null when nobody wants to
public record ChannelContext(
        Supplier<App> app, InstantSource clock, @Nullable ChannelListener listener) {
    /// Returns how many distinct users a presence channel may have.
    int maxMembers() {
        return app.get().limits().presenceMembers();
    }

    /// Returns whether subscribers are told how many they are.
    boolean counting() {
        return app.get().features().subscriptionCounts();
    }

    /// Tells the listener, if there is one.
    void announce(ChannelEvent event) {
        if (listener != null) {
            listener.on(event);
        }
    }
}
