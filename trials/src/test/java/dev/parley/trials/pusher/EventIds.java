// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.pusher;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.protocol.api.PublishEvent;
import java.io.IOException;

/// Finds what tells an event from all others: its idempotency key, or else the `event_id` of its data.
final class EventIds {
    private static final JsonFactory JSON = new JsonFactory();

    private EventIds() {}

    /// Returns the id; empty when the event has none.
    static String of(PublishEvent event) {
        var key = event.id();
        return key == null ? inside(event.data()) : key;
    }

    private static String inside(String data) {
        try (var json = JSON.createParser(data)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return "";
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                var name = json.currentName();
                json.nextToken();
                if (name.equals("event_id")) {
                    return json.getText();
                }
                json.skipChildren();
            }
            return "";
        } catch (IOException e) {
            return ""; // data need not be JSON
        }
    }
}
