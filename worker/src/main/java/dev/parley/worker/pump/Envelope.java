package dev.parley.worker.pump;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.worker.capture.Change;
import dev.parley.worker.delivery.OutgoingEvent;
import dev.parley.worker.delivery.Parcel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/// Turns rows of the room log into events: the row's data and, beside it, where the event stands in
/// the room's log.
///
/// Data of more than 8 kB is left out: the event then says `fetch` and clients read the row from the
/// database. Such a reference also exists beside every full event, for targets that refuse that one.
final class Envelope {
    private static final int MAX_DATA_BYTES = 8 * 1024;
    private static final int OVERHEAD_BYTES = 128;
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private Envelope() {}

    /// Makes the event of a row.
    ///
    /// @param epoch the numbering the row belongs to
    static NumberedEvent of(Change.Appended row, String epoch) {
        var reference = event(row, epoch, position(fetchMe(), row, epoch).toString());
        var full = full(row, epoch).filter(data -> utf8Length(data) <= MAX_DATA_BYTES);
        var event = full.map(data -> event(row, epoch, data)).orElse(reference);
        var bytes = OVERHEAD_BYTES + utf8Length(event.data()) + event.channel().length();
        return new NumberedEvent(
                row.room(),
                row.rev(),
                new Parcel(event, Optional.of(reference)),
                bytes,
                row.createdAt(),
                row.createdAt());
    }

    /// Returns the identity of an event, the same however often it is made.
    static String eventId(String epoch, UUID room, long rev) {
        return epoch + "." + room + "." + rev;
    }

    private static Optional<String> full(Change.Appended row, String epoch) {
        try {
            return JSON.readTree(row.data()) instanceof ObjectNode data
                    ? Optional.of(position(data, row, epoch).toString())
                    : Optional.empty();
        } catch (JsonProcessingException e) {
            // the column is jsonb, so this cannot be; clients can still fetch what there is
            return Optional.empty();
        }
    }

    private static ObjectNode fetchMe() {
        return JsonNodeFactory.instance.objectNode().put("fetch", true);
    }

    private static JsonNode position(ObjectNode data, Change.Appended row, String epoch) {
        return data.put("room_id", row.room().toString())
                .put("event_id", eventId(epoch, row.room(), row.rev()))
                .put("rev", row.rev())
                .put("prev", row.rev() - 1)
                .put("epoch", epoch);
    }

    private static OutgoingEvent event(Change.Appended row, String epoch, String data) {
        return new OutgoingEvent(
                row.channel(), row.kind(), data, eventId(epoch, row.room(), row.rev()));
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
