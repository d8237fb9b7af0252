// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.relay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.trials.checker.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads the body of a publish that a server has taken.
final class Body {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Body() {}

    /// Returns the events of room logs, in order; there may be others.
    static List<Entry> events(byte[] body) throws IOException {
        var request = JSON.readTree(body);
        var entries = new ArrayList<Entry>();
        if (request.path("batch").isArray()) {
            for (var event : request.path("batch")) {
                add(event, entries);
            }
        } else {
            add(request, entries);
        }
        return entries;
    }

    private static void add(JsonNode event, List<Entry> entries) throws IOException {
        var data = JSON.readTree(event.path("data").asText());
        Entry.published(event.path("name").asText(), data).ifPresent(entries::add);
    }
}
