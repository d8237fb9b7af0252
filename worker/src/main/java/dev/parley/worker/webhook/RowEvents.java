package dev.parley.worker.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// Maps rows to the events apps bind: `new-message`, `user-joined` and `user-left`. Pure.
final class RowEvents {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_\\-=@,.;]{1,150}");
    private static final List<String> MESSAGE =
            List.of("id", "content", "created_at", "user_id", "room_id");
    private static final List<String> MESSAGE_MAY =
            List.of("seq", "reply_to", "attachments", "metadata");
    private static final List<String> MEMBERSHIP_MAY = List.of("joined_at", "role", "profile");

    private RowEvents() {}

    /// Returns the event of a change; empty for a table or kind of change that has none.
    ///
    /// @param occurrence tells this change from every other one of the same row
    /// @throws IllegalArgumentException when the row lacks what the event needs
    static Optional<RowEvent> of(RowChange change, String occurrence) {
        var row = change.row();
        return switch (change.table() + " " + change.type()) {
            case "messages INSERT" -> Optional.of(message(row));
            case "room_participants INSERT",
                    "room_participants UPDATE",
                    "room_participants DELETE" ->
                    isSomebody(row) ? membership(change, occurrence) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /// A row without one of the columns was cut short on its way, and clients fetch it. An empty column
    /// is as good as any: the author may have been deleted.
    private static RowEvent message(ObjectNode row) {
        var id = id(row, "id");
        var data = JsonNodeFactory.instance.objectNode();
        MESSAGE.forEach(key -> copy(row, key, data));
        copyFilled(row, MESSAGE_MAY, data);
        var reference = fetchMe(row);
        return new RowEvent(
                id(row, "room_id"),
                "new-message",
                (data.size() < MESSAGE.size() ? reference : data).toString(),
                reference.toString(),
                "new-message." + id);
    }

    private static Optional<RowEvent> membership(RowChange change, String occurrence) {
        var row = change.row();
        return switch (change.type()) {
            case "INSERT" -> isGone(row) ? Optional.empty() : Optional.of(joined(row, occurrence));
            case "DELETE" -> isGone(row) ? Optional.empty() : Optional.of(left(row, occurrence));
            default -> moved(row, change.before(), occurrence);
        };
    }

    /// A participant's row may stay behind: then `left_at` tells that the person has gone.
    private static Optional<RowEvent> moved(
            ObjectNode row, Optional<ObjectNode> before, String occurrence) {
        var wasGone = before.map(RowEvents::isGone);
        if (wasGone.filter(was -> was == isGone(row)).isPresent()) {
            return Optional.empty(); // a role or a mute
        }
        if (isGone(row)) {
            return Optional.of(left(row, occurrence));
        }
        return wasGone.map(_ -> joined(row, occurrence));
    }

    private static boolean isGone(ObjectNode row) {
        return row.hasNonNull("left_at");
    }

    /// A person's row may outlive the person.
    private static boolean isSomebody(ObjectNode row) {
        return row.hasNonNull("user_id");
    }

    private static RowEvent joined(ObjectNode row, String occurrence) {
        var data = person(row);
        copyFilled(row, MEMBERSHIP_MAY, data);
        return event(row, "user-joined", data, occurrence);
    }

    private static RowEvent left(ObjectNode row, String occurrence) {
        return event(row, "user-left", person(row), occurrence);
    }

    private static ObjectNode person(ObjectNode row) {
        return JsonNodeFactory.instance.objectNode().set("user_id", row.get("user_id"));
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

    private static RowEvent event(ObjectNode row, String name, ObjectNode data, String occurrence) {
        return new RowEvent(
                id(row, "room_id"),
                name,
                data.toString(),
                fetchMe(row).toString(),
                name + "." + occurrence);
    }

    private static void copyFilled(ObjectNode row, List<String> keys, ObjectNode data) {
        keys.stream().filter(row::hasNonNull).forEach(key -> copy(row, key, data));
    }

    private static void copy(ObjectNode row, String key, ObjectNode data) {
        var value = row.get(key);
        if (value != null) {
            data.set(key, value);
        }
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
