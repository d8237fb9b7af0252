// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Maps rows to the events apps bind: `new-message`, `user-joined` and `user-left`. Pure.
final class RowEvents {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_\\-=@,.;]{1,160}");
    private static final List<String> MESSAGE =
            List.of("id", "content", "created_at", "user_id", "room_id");
    private static final List<String> MESSAGE_MAY =
            List.of(
                    "seq",
                    "reply_to",
                    "thread_root",
                    "also_in_room",
                    "attachments",
                    "metadata",
                    "client_id");
    private static final List<String> IDS =
            List.of("id", "room_id", "user_id", "reply_to", "thread_root");
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
        var data = JsonNodeFactory.instance.objectNode();
        copy(row, "user_id", data);
        return data;
    }

    /// Returns who left which room by a change; empty when nobody did.
    ///
    /// @throws IllegalArgumentException when the room's id has a wrong form
    static Optional<Departure> departure(RowChange change) {
        var row = change.row();
        var gone =
                switch (change.table() + " " + change.type()) {
                    case "room_participants DELETE" -> true;
                    case "room_participants UPDATE" -> row.hasNonNull("left_at");
                    default -> false;
                };
        return gone && isSomebody(row)
                ? Optional.of(new Departure(id(row, "room_id"), row.path("user_id").asText()))
                : Optional.empty();
    }

    /// Somebody left a room.
    record Departure(String room, String user) {}

    private static RowEvent event(ObjectNode row, String name, ObjectNode data, String occurrence) {
        return new RowEvent(
                id(row, "room_id"),
                name,
                data.toString(),
                fetchMe(row).toString(),
                name + "." + occurrence);
    }

    private static void copyFilled(ObjectNode row, List<String> keys, ObjectNode data) {
        keys.stream().filter(key -> isFilled(row, key)).forEach(key -> copy(row, key, data));
    }

    /// Neither null nor a mark that is not set.
    private static boolean isFilled(ObjectNode row, String key) {
        return row.hasNonNull(key) && (!row.get(key).isBoolean() || row.get(key).booleanValue());
    }

    /// Copies a value; ids are texts, also where a column holds numbers.
    private static void copy(ObjectNode row, String key, ObjectNode data) {
        var value = row.get(key);
        if (value != null) {
            data.set(key, value.isNumber() && IDS.contains(key) ? text(value) : value);
        }
    }

    private static JsonNode text(JsonNode number) {
        return JsonNodeFactory.instance.textNode(number.asText());
    }

    private static ObjectNode fetchMe(ObjectNode row) {
        var data = JsonNodeFactory.instance.objectNode().put("fetch", true);
        copy(row, "room_id", data);
        copy(row, "id", data);
        return data;
    }

    private static String id(ObjectNode row, String key) {
        var value = row.path(key).asText();
        if (!ID.matcher(value).matches()) {
            throw new IllegalArgumentException(key + " has a wrong form");
        }
        return value;
    }
}
