// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.channels.channel.ChannelEvent;
import dev.parley.channels.meter.WebhookMeters;
import dev.parley.protocol.ChannelName;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookSenderTest {
    private static final Post.Outcome TAKEN = new Post.Outcome.Taken();
    private static final Post.Outcome FAILED = new Post.Outcome.Failed("status 503");

    private final Outbox outbox = new Outbox(100, false, Duration.ZERO);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Deque<Post.Outcome> outcomes = new ArrayDeque<>();
    private final List<String> sent = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private Instant now = Instant.ofEpochMilli(1_000);

    @BeforeEach
    void fill() {
        outbox.enqueue(event("a"));
        outbox.enqueue(event("b"));
        outbox.close();
    }

    @Test
    void what_was_taken_is_sent_once_and_in_order() {
        outcomes.addAll(List.of(TAKEN, TAKEN));

        run();

        assertThat(sent).hasSize(2);
        assertThat(sent.get(0)).contains("\"channel\":\"a\"");
        assertThat(sent.get(1)).contains("\"channel\":\"b\"");
        assertThat(count("sent")).isEqualTo(2);
        assertThat(pauses).isEmpty();
    }

    @Test
    void a_failed_request_is_repeated_the_same_before_the_next_is_sent() {
        outcomes.addAll(List.of(FAILED, FAILED, TAKEN, TAKEN));

        run();

        assertThat(sent).hasSize(4);
        assertThat(sent.subList(0, 3)).containsOnly(sent.getFirst());
        assertThat(sent.getFirst()).startsWith("{\"time_ms\":1000,").contains("\"a\"");
        assertThat(sent.getLast()).contains("\"b\"");
    }

    @Test
    void pauses_grow_and_after_five_minutes_the_request_is_given_up() {
        run();

        var first = pauses.subList(0, pauses.size() / 2);
        assertThat(first.getFirst()).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
        assertThat(first.getLast()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
        var total = first.stream().reduce(Duration.ZERO, Duration::plus);
        assertThat(total).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
        assertThat(first.size()).isBetween(8, 20);
        assertThat(count("given_up")).isEqualTo(2);
    }

    @Test
    void what_may_not_be_sent_is_given_up_at_once() {
        outcomes.addAll(List.of(new Post.Outcome.Refused("the address is not public"), TAKEN));

        run();

        assertThat(sent).hasSize(2);
        assertThat(pauses).isEmpty();
        assertThat(count("given_up")).isEqualTo(1);
    }

    @Test
    void an_endpoint_served_no_longer_has_five_minutes_for_all_that_waits() {
        var sender = sender();
        sender.retire();

        sender.run();

        var total = pauses.stream().reduce(Duration.ZERO, Duration::plus);
        assertThat(total).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
        assertThat(count("given_up")).isEqualTo(2);
    }

    private void run() {
        sender().run();
    }

    private WebhookSender sender() {
        return new WebhookSender(
                "app host",
                outbox,
                body -> {
                    sent.add(new String(body, StandardCharsets.UTF_8));
                    return outcomes.isEmpty() ? FAILED : outcomes.removeFirst();
                },
                pause -> {
                    pauses.add(pause);
                    now = now.plus(pause);
                },
                () -> now,
                new Random(7),
                new WebhookMeters(registry));
    }

    private double count(String result) {
        return registry.counter("parley.channels.webhooks.events", "result", result).count();
    }

    private static ChannelEvent event(String channel) {
        return new ChannelEvent.Occupied(ChannelName.parse(channel, 164));
    }
}
