// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.rig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.trials.checker.Entry;
import dev.parley.trials.checker.LogPosition;
import dev.parley.trials.pusher.Received;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/// Reads what a Pusher server has taken.
public final class PublishedEvents {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REFERENCE = "\"fetch\":true";

    private PublishedEvents() {}

    /// Returns the events of the rooms' logs, in order, repeats included.
    public static List<Entry> entries(List<Received> taken) {
        return taken.stream()
                .flatMap(event -> Entry.published(event.name(), data(event)).stream())
                .toList();
    }

    /// Returns how far each room's log has been taken.
    public static Map<UUID, Long> heads(List<Received> taken) {
        var heads = new HashMap<UUID, Long>();
        for (var event : taken) {
            if (!event.eventId().isEmpty()) {
                var position = LogPosition.parse(event.eventId());
                heads.merge(position.room(), position.rev(), Math::max);
            }
        }
        return heads;
    }

    /// Returns the events that only ask clients to fetch them.
    public static List<Received> references(List<Received> taken) {
        return taken.stream().filter(event -> event.data().contains(REFERENCE)).toList();
    }

    /// Returns how long messages took from their transaction to the server, first arrivals only.
    ///
    /// @param counted says which arrivals are looked at
    public static Latencies latencies(List<Received> taken, Predicate<Received> counted) {
        var seen = new HashSet<String>();
        return new Latencies(
                taken.stream()
                        .filter(event -> event.name().equals("new-message"))
                        .filter(event -> seen.add(event.eventId()) && counted.test(event))
                        .filter(event -> data(event).has("created_at"))
                        .map(event -> Duration.between(created(event), event.at()))
                        .toList());
    }

    /// Returns when the message of an event was written.
    public static Instant created(Received event) {
        return OffsetDateTime.parse(data(event).path("created_at").asText()).toInstant();
    }

    private static JsonNode data(Received event) {
        try {
            return JSON.readTree(event.data());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the data of an event is no JSON: " + event, e);
        }
    }
}
