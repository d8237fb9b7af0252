// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.worker.fixture.ManualClock;
import dev.parley.worker.fixture.RecordingTarget;
import dev.parley.worker.meter.WorkerMeters;
import dev.parley.worker.retry.Backoff;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RetryingPublisherTest {
    private static final PublishMeters METERS =
            new PublishMeters(new WorkerMeters(new SimpleMeterRegistry()), "t");

    private static final Duration ONE_MILLI = Duration.ofMillis(1);
    private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);

    private final ManualClock clock = new ManualClock();
    private final RecordingTarget target = new RecordingTarget("t");
    private final TargetHealth health = new TargetHealth("t", clock);
    private final RetryingPublisher publisher =
            new RetryingPublisher(
                    target,
                    health,
                    new Backoff(new Random(1), Duration.ofMillis(100), Duration.ofSeconds(5)),
                    clock,
                    METERS);

    @Test
    void what_is_taken_is_delivered_once() throws InterruptedException {
        publisher.deliver(parcels(1, 2, 3));

        assertThat(taken()).containsExactly("1", "2", "3");
        assertThat(target.calls()).isEqualTo(1);
    }

    @Test
    void an_unavailable_target_gets_the_same_again_until_it_takes_it() throws InterruptedException {
        var left = new AtomicInteger(30);
        target.answering(
                _ -> left.getAndDecrement() > 0 ? unavailable(Optional.empty()) : Optional.empty());

        publisher.deliver(parcels(1, 2));

        assertThat(taken()).containsExactly("1", "2");
        assertThat(target.calls()).isEqualTo(31);
    }

    @Test
    void what_is_not_wanted_any_more_is_not_tried_again() {
        target.answering(_ -> unavailable(Optional.empty()));

        assertThatThrownBy(() -> publisher.publish(parcels(1), () -> target.calls() < 3))
                .isInstanceOf(WithdrawnException.class);

        assertThat(target.calls()).isEqualTo(3);
    }

    @Test
    void a_target_that_asks_for_patience_gets_it() throws InterruptedException {
        var start = clock.instant();
        var left = new AtomicInteger(1);
        target.answering(_ ->
                left.getAndDecrement() > 0
                        ? unavailable(Optional.of(Duration.ofSeconds(7)))
                        : Optional.empty());

        publisher.deliver(parcels(1));

        assertThat(Duration.between(start, clock.instant())).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void nobody_asks_for_more_than_a_minute() {
        assertThat(new Failure.Unavailable(Optional.of(Duration.ofDays(1))).retryAfter())
                .hasValue(Duration.ofSeconds(60));
    }

    @Test
    void one_refused_event_of_a_batch_does_not_take_the_others_with_it()
            throws InterruptedException {
        target.answering(events ->
                events.stream().anyMatch(e -> e.data().equals("2"))
                        ? Optional.of(new Failure.Refused(400))
                        : Optional.empty());

        publisher.deliver(parcels(1, 2, 3));

        assertThat(taken()).containsExactly("1", "fetch 2", "3");
        assertThat(target.calls()).as("a batch, 1, three times 2, its reference, 3").isEqualTo(7);
    }

    @Test
    void an_event_refused_by_mistake_gets_three_chances() throws InterruptedException {
        var left = new AtomicInteger(2);
        target.answering(_ ->
                left.getAndDecrement() > 0
                        ? Optional.of(new Failure.Refused(400))
                        : Optional.empty());

        publisher.deliver(parcels(1));

        assertThat(taken()).containsExactly("1");
    }

    @Test
    void an_event_too_large_is_replaced_at_once() throws InterruptedException {
        target.answering(events ->
                events.stream().anyMatch(e -> e.data().equals("1"))
                        ? Optional.of(new Failure.TooLarge())
                        : Optional.empty());

        publisher.deliver(parcels(1));

        assertThat(taken()).containsExactly("fetch 1");
        assertThat(target.calls()).isEqualTo(2);
    }

    @Test
    void an_event_refused_in_every_form_is_left_out() throws InterruptedException {
        target.answering(_ -> Optional.of(new Failure.Refused(400)));

        publisher.deliver(parcels(1));

        assertThat(taken()).isEmpty();
        assertThat(target.calls()).isEqualTo(4);
    }

    @Test
    void wrong_keys_park_nothing_and_are_probed_every_15_seconds() throws InterruptedException {
        var start = clock.instant();
        var left = new AtomicInteger(3);
        target.answering(_ ->
                left.getAndDecrement() > 0
                        ? Optional.of(new Failure.Misconfigured(Optional.empty()))
                        : Optional.empty());

        publisher.deliver(parcels(1));

        assertThat(taken()).containsExactly("1");
        assertThat(Duration.between(start, clock.instant())).isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void a_defect_of_the_target_counts_as_a_failure_and_is_passed_on() {
        target.answering(_ -> {
            throw new IllegalStateException("defect");
        });

        for (var i = 0; i < 7; i++) {
            assertThatThrownBy(() -> publisher.deliver(parcels(1))).hasMessage("defect");
        }

        assertThat(health.permit())
                .as("neither closed nor stuck")
                .isBetween(ONE_MILLI, FIVE_SECONDS);
    }

    private List<String> taken() {
        return target.taken().stream().map(OutgoingEvent::data).toList();
    }

    private static Optional<Failure> unavailable(Optional<Duration> retryAfter) {
        return Optional.of(new Failure.Unavailable(retryAfter));
    }

    private static List<EventWithFallback> parcels(int... numbers) {
        return IntStream.of(numbers)
                .mapToObj(
                        n -> new EventWithFallback(event("" + n), Optional.of(event("fetch " + n))))
                .toList();
    }

    private static OutgoingEvent event(String data) {
        return new OutgoingEvent("room-1", "new-message", data, "id");
    }
}
