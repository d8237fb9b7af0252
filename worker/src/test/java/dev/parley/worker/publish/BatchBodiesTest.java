// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BatchBodiesTest {
    @Test
    void ten_events_fill_a_body() throws IOException {
        var events = IntStream.range(0, 21).mapToObj(i -> event("{\"n\":" + i + "}")).toList();

        assertThat(sizes(events)).containsExactly(10, 10, 1);
    }

    @Test
    void a_body_has_at_most_100_000_bytes_as_they_go_over_the_wire() throws IOException {
        var quotes = event("{\"content\":\"" + "\\\"".repeat(4_000) + "\"}");
        var events = Collections.nCopies(10, quotes);

        var bodies = BatchBodies.of(events, true);

        assertThat(bodies).hasSizeGreaterThan(1).allMatch(body -> body.length <= 100_000);
        assertThat(bodies.getFirst().length).isGreaterThan(80_000);
        assertThat(read(bodies)).isEqualTo(events.stream().map(OutgoingEvent::data).toList());
    }

    @Test
    void what_is_larger_alone_goes_alone() throws IOException {
        var huge = event("x".repeat(120_000));

        assertThat(sizes(List.of(event("a"), huge, event("b")))).containsExactly(1, 1, 1);
    }

    @Test
    void the_hosted_service_gets_no_key_it_does_not_know() {
        assertThat(
                        new String(
                                BatchBodies.of(List.of(event("a")), false).getFirst(),
                                StandardCharsets.UTF_8))
                .isEqualTo("{\"batch\":[{\"name\":\"n\",\"channel\":\"room-1\",\"data\":\"a\"}]}");
    }

    private static List<Integer> sizes(List<OutgoingEvent> events) throws IOException {
        var sizes = new ArrayList<Integer>();
        for (var body : BatchBodies.of(events, false)) {
            sizes.add(new ObjectMapper().readTree(body).path("batch").size());
        }
        return sizes;
    }

    private static List<String> read(List<byte[]> bodies) throws IOException {
        var data = new ArrayList<String>();
        for (var body : bodies) {
            new ObjectMapper()
                    .readTree(body)
                    .path("batch")
                    .forEach(event -> data.add(event.path("data").textValue()));
        }
        return data;
    }

    private static OutgoingEvent event(String data) {
        return new OutgoingEvent("room-1", "n", data, "id");
    }
}
