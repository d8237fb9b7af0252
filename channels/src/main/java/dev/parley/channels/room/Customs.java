package dev.parley.channels.room;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// What all rooms of an app have in common.
///
/// @param maxMembers distinct users of a presence channel
/// @param counting whether subscribers are told how many they are
/// @param clock decides when a remembered event is forgotten and a number is told again
/// @param listener hears what happens; null when nobody wants to
public record Customs(
        int maxMembers, boolean counting, InstantSource clock, @Nullable RoomListener listener) {
    /// Tells the listener, if there is one.
    void announce(RoomEvent event) {
        if (listener != null) {
            listener.on(event);
        }
    }
}
