// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The bodies of
/// [batch events](https://pusher.com/docs/channels/library_auth_reference/rest-api/#post-batch-events-trigger-multiple-events):
/// as few as possible, each at most 10 events and 100 000 bytes as they go over the wire, where a
/// quotation mark inside an event's data counts twice.
final class BatchBodies {
    private static final int MAX_EVENTS = 10;
    private static final int MAX_BYTES = 100_000;
    private static final byte[] BEFORE = "{\"batch\":[".getBytes(StandardCharsets.UTF_8);
    private static final byte[] AFTER = "]}".getBytes(StandardCharsets.UTF_8);
    private static final JsonFactory JSON = new JsonFactory();

    private final boolean keyed;
    private final List<byte[]> bodies = new ArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int events;

    private BatchBodies(boolean keyed) {
        this.keyed = keyed;
    }

    /// Returns the bodies that carry the events in order.
    ///
    /// @param keyed whether each event carries its id as `idempotency_key`
    static List<byte[]> of(List<OutgoingEvent> events, boolean keyed) {
        var bodies = new BatchBodies(keyed);
        events.forEach(bodies::add);
        bodies.end();
        return bodies.bodies;
    }

    private void add(OutgoingEvent event) {
        var item = item(event);
        var bytes = body.size() + 1 + item.length + AFTER.length;
        if (events > 0 && (events == MAX_EVENTS || bytes > MAX_BYTES)) {
            end();
        }
        if (events == 0) {
            body.writeBytes(BEFORE);
        } else {
            body.write(',');
        }
        body.writeBytes(item);
        events++;
    }

    private void end() {
        body.writeBytes(AFTER);
        bodies.add(body.toByteArray());
        body.reset();
        events = 0;
    }

    private byte[] item(OutgoingEvent event) {
        var bytes = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(bytes)) {
            write(event, json);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private void write(OutgoingEvent event, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", event.name());
        json.writeStringField("channel", event.channel());
        json.writeStringField("data", event.data());
        if (keyed && !event.eventId().isEmpty()) {
            json.writeStringField("idempotency_key", event.eventId());
        }
        json.writeEndObject();
    }
}
