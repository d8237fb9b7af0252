// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.access;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.parley.worker.publish.OutgoingEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// What is done about changes of one person's status.
///
/// @param user the person
/// @param status whether the person may listen and write now
/// @param changes the changes it is done about
record AccessActions(String user, AccessChange.Status status, List<AccessChange> changes) {
    /// On this channel a signed-in person is told what concerns nobody else.
    private static final String OWN_CHANNEL = "#server-to-user-";

    /// Copies the changes.
    AccessActions {
        changes = List.copyOf(changes);
    }

    /// Puts together what is done at once, in the order the changes came.
    static List<AccessActions> of(List<AccessChange> changes) {
        var byPerson = new LinkedHashMap<Subject, List<AccessChange>>();
        for (var change : changes) {
            byPerson.computeIfAbsent(
                            new Subject(change.user(), change.status()), _ -> new ArrayList<>())
                    .add(change);
        }
        return byPerson.entrySet().stream()
                .map(e -> new AccessActions(e.getKey().user(), e.getKey().status(), e.getValue()))
                .toList();
    }

    /// Returns the channels that the person may hear no longer.
    List<String> channels() {
        var prefixes =
                switch (status) {
                    case IN, MENTIONED, ENDED -> List.<String>of();
                    case MUTED -> List.of("presence-room-");
                    case OUT ->
                            List.of("private-room-", "private-encrypted-room-", "presence-room-");
                };
        return changes.stream()
                .flatMap(change -> change.room().stream())
                .flatMap(room -> prefixes.stream().map(prefix -> prefix + room))
                .toList();
    }

    /// Returns why, as a sentence for the person.
    String reason() {
        return switch (status) {
            case IN, MENTIONED -> "You are a participant of this room.";
            case MUTED -> "You are muted in this room.";
            case OUT -> "You are not a participant of this room.";
            case ENDED -> "Your session has expired: sign in again.";
        };
    }

    /// Returns what the person's own connections are told.
    List<OutgoingEvent> notices() {
        return changes.stream()
                .flatMap(change -> change.room().stream().map(room -> notice(room, change)))
                .toList();
    }

    private OutgoingEvent notice(String room, AccessChange change) {
        var name =
                switch (status) {
                    case IN -> "added-to-room";
                    case MUTED -> "muted-in-room";
                    case MENTIONED -> "mentioned";
                    case OUT, ENDED -> "removed-from-room";
                };
        var data = JsonNodeFactory.instance.objectNode().put("room_id", room);
        change.message().ifPresent(message -> data.put("message_id", message));
        return new OutgoingEvent(OWN_CHANNEL + user, name, data.toString(), "");
    }

    private record Subject(String user, AccessChange.Status status) {}
}
