package dev.parley.worker.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.worker.delivery.OutgoingEvent;
import dev.parley.worker.delivery.Parcel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Maps rows to the events apps bind: `new-message`, `user-joined` and `user-left` on
/// `room-{room_id}`. Pure.
final class RowEvents {
    private static final int MAX_DATA_BYTES = 8 * 1024;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_\\-=@,.;]{1,150}");
    private static final List<String> MESSAGE_NEEDS =
            List.of("id", "content", "created_at", "user_id", "room_id");
    private static final List<String> MESSAGE_MAY =
            List.of("seq", "reply_to", "attachments", "metadata");

    private RowEvents() {}

    /// Returns the event of a change; empty for a table or kind of change that has none.
    ///
    /// @throws IllegalArgumentException when the row lacks what the event needs
    static Optional<Parcel> of(RowChange change) {
        var row = change.row();
        return switch (change.table() + " " + change.type()) {
            case "messages INSERT" ->
                    Optional.of(event(row, "new-message", data(row, MESSAGE_NEEDS, MESSAGE_MAY)));
            case "room_participants INSERT" -> isGone(row) ? Optional.empty() : joined(row);
            case "room_participants UPDATE" -> moved(row, change.before());
            case "room_participants DELETE" -> isGone(row) ? Optional.empty() : left(row);
            default -> Optional.empty();
        };
    }

    /// A participant's row may stay behind: then `left_at` tells that the person has gone.
    private static Optional<Parcel> moved(ObjectNode row, Optional<ObjectNode> before) {
        var wasGone = before.map(RowEvents::isGone);
        if (wasGone.filter(was -> was == isGone(row)).isPresent()) {
            return Optional.empty(); // a role or a mute
        }
        if (isGone(row)) {
            return left(row);
        }
        return wasGone.isPresent() ? joined(row) : Optional.empty();
    }

    private static boolean isGone(ObjectNode row) {
        return row.hasNonNull("left_at");
    }

    private static Optional<Parcel> joined(ObjectNode row) {
        var needs = List.of("user_id", "joined_at");
        return Optional.of(event(row, "user-joined", data(row, needs, List.of("role", "profile"))));
    }

    private static Optional<Parcel> left(ObjectNode row) {
        return Optional.of(event(row, "user-left", data(row, List.of("user_id"), List.of())));
    }

    /// Returns who left which room by a change; empty when nobody did, or by ids that are not ours.
    static Optional<Departure> departure(RowChange change) {
        var row = change.row();
        var gone =
                switch (change.table() + " " + change.type()) {
                    case "room_participants DELETE" -> true;
                    case "room_participants UPDATE" -> row.hasNonNull("left_at");
                    default -> false;
                };
        try {
            return gone
                    ? Optional.of(
                            new Departure(
                                    UUID.fromString(row.path("room_id").asText()),
                                    UUID.fromString(row.path("user_id").asText())))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // channels of such rooms are nobody's to guard
        }
    }

    /// Somebody left a room.
    record Departure(UUID room, UUID user) {}

    private static Parcel event(ObjectNode row, String name, ObjectNode data) {
        var channel = "room-" + id(row, "room_id");
        var eventId = name + "." + row.path("id").asText();
        var reference = new OutgoingEvent(channel, name, fetchMe(row).toString(), eventId);
        var text = data.toString();
        var fits = text.getBytes(StandardCharsets.UTF_8).length <= MAX_DATA_BYTES;
        return new Parcel(
                fits ? new OutgoingEvent(channel, name, text, eventId) : reference,
                Optional.of(reference));
    }

    private static ObjectNode data(ObjectNode row, List<String> needs, List<String> may) {
        var data = JsonNodeFactory.instance.objectNode();
        for (var key : needs) {
            if (!row.hasNonNull(key)) {
                throw new IllegalArgumentException("the row has no " + key);
            }
            data.set(key, row.get(key));
        }
        for (var key : may) {
            if (row.hasNonNull(key)) {
                data.set(key, row.get(key));
            }
        }
        return data;
    }

    private static ObjectNode fetchMe(ObjectNode row) {
        var data = JsonNodeFactory.instance.objectNode().put("fetch", true);
        data.set("room_id", row.path("room_id"));
        JsonNode id = row.get("id");
        return id == null ? data : data.set("id", id);
    }

    private static String id(ObjectNode row, String key) {
        var value = row.path(key).asText();
        if (!ID.matcher(value).matches()) {
            throw new IllegalArgumentException(key + " has a wrong form");
        }
        return value;
    }
}
