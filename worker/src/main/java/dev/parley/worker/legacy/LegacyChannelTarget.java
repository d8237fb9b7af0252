// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.legacy;

import dev.parley.worker.encryption.RoomChannel;
import dev.parley.worker.publish.OutgoingEvent;
import dev.parley.worker.publish.PublishException;
import dev.parley.worker.publish.Target;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A target to which the events that apps from before know go twice when their room is private: on its own
/// channel, and on `room-{id}`, where whoever knows a room's id hears them. As thread-safe as the target
/// behind it.
public final class LegacyChannelTarget implements Target {
    /// What apps from before listen to; our events have all the members that theirs had.
    private static final Set<String> NAMES = Set.of("new-message", "user-joined", "user-left");

    /// How the data of an event begins that says no more than where to read it, as no app from before does.
    private static final String REFERENCE = "{\"fetch\":true";

    private final Target target;

    /// @param target stays the caller's to close
    public LegacyChannelTarget(Target target) {
        this.target = target;
    }

    @Override
    public String name() {
        return target.name();
    }

    /// Each may become two.
    @Override
    public int maxEvents() {
        return Math.max(1, target.maxEvents() / 2);
    }

    @Override
    public void deliver(List<OutgoingEvent> events) throws PublishException, InterruptedException {
        target.deliver(events.stream().flatMap(LegacyChannelTarget::withCopy).toList());
    }

    private static Stream<OutgoingEvent> withCopy(OutgoingEvent event) {
        var isKnown =
                NAMES.contains(event.name())
                        && RoomChannel.isPlainPrivate(event.channel())
                        && !event.data().startsWith(REFERENCE);
        return isKnown ? Stream.of(event, copy(event)) : Stream.of(event);
    }

    private static OutgoingEvent copy(OutgoingEvent event) {
        var eventId = event.eventId().isEmpty() ? "" : event.eventId() + ".legacy";
        return new OutgoingEvent(
                RoomChannel.open(event.channel()), event.name(), event.data(), eventId);
    }
}
