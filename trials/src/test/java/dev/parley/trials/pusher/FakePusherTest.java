// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.pusher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import dev.parley.worker.publish.Failure;
import dev.parley.worker.publish.OutgoingEvent;
import dev.parley.worker.publish.PublishException;
import dev.parley.worker.publish.PusherApp;
import dev.parley.worker.publish.PusherTarget;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("short")
final class FakePusherTest {
    private final FakePusher pusher = new FakePusher();
    private final PusherTarget target = target(pusher.app(), InstantSource.system());

    @AfterEach
    void close() {
        target.close();
        pusher.close();
    }

    @Test
    void what_is_taken_is_remembered_in_order() throws InterruptedException {
        target.deliver(events(1, 2));
        target.deliver(events(3));

        assertThat(pusher.taken()).extracting(Received::order).containsExactly(1L, 2L, 3L);
        assertThat(pusher.taken()).extracting(Received::request).containsExactly(1L, 1L, 2L);
        assertThat(pusher.taken())
                .extracting(Received::eventId)
                .containsExactly("e.r.1", "e.r.2", "e.r.3");
        assertThat(pusher.taken().getFirst().channel()).isEqualTo("private-room-1");
        assertThat(pusher.taken().getFirst().name()).isEqualTo("new-message");
        assertThat(pusher.taken().getFirst().data())
                .isEqualTo("{\"a\":[{}],\"event_id\":\"e.r.1\"}");
        assertThat(pusher.takenAfter(2)).hasSize(1);
    }

    @Test
    void a_single_event_is_taken_too() throws IOException, InterruptedException {
        var body = "{\"name\":\"n\",\"channel\":\"c\",\"data\":\"x\",\"idempotency_key\":\"k\"}";

        assertThat(post("/apps/" + FakePusher.APP_ID + "/events", body)).isEqualTo(200);

        assertThat(pusher.taken()).extracting(Received::eventId).containsExactly("k");
    }

    @Test
    void a_wrong_secret_and_a_wrong_clock_are_refused() {
        var stranger = new AppCredentials(pusher.app().key(), new Secret("other"));
        var late = InstantSource.offset(InstantSource.system(), Duration.ofMinutes(-11));

        assertThat(failure(target(stranger, InstantSource.system())))
                .isInstanceOf(Failure.Misconfigured.class);
        assertThat(failure(target(pusher.app(), late))).isInstanceOf(Failure.Misconfigured.class);

        assertThat(pusher.taken()).isEmpty();
    }

    @Test
    void an_event_larger_than_the_limit_is_too_large() {
        var large = new OutgoingEvent("c", "n", "x".repeat(10_241), "id");

        var failure =
                catchThrowableOfType(PublishException.class, () -> target.deliver(List.of(large)));

        assertThat(failure.failure()).isEqualTo(new Failure.TooLarge());
    }

    @Test
    void a_refusal_has_its_status_and_takes_nothing() {
        pusher.follow(Script.always(new Answer.Refuse(429, Optional.of(Duration.ofSeconds(3)))));
        assertThat(failure(target))
                .isEqualTo(new Failure.Unavailable(Optional.of(Duration.ofSeconds(3))));

        pusher.follow(Script.always(new Answer.Refuse(403)));
        assertThat(failure(target)).isInstanceOf(Failure.Misconfigured.class);

        assertThat(pusher.taken()).isEmpty();
        assertThat(pusher.answers(Answer.Refuse.class)).isEqualTo(2);
    }

    @Test
    void a_poisonous_event_is_refused_and_others_are_not() throws InterruptedException {
        pusher.follow(Script.refusing(event -> event.data().contains("e.r.2"), 400));

        assertThat(failure(target, events(1, 2))).isEqualTo(new Failure.Refused(400));
        target.deliver(events(1));

        assertThat(pusher.taken()).hasSize(1);
    }

    @Test
    void half_a_batch_is_taken_before_the_failure() {
        pusher.follow(Script.always(new Answer.TakeSome(2, 500)));

        assertThat(failure(target, events(1, 2, 3)))
                .isEqualTo(new Failure.Unavailable(Optional.empty()));

        assertThat(pusher.taken()).hasSize(2);
    }

    @Test
    void an_answer_is_lost_after_everything_was_taken() {
        pusher.follow(Script.always(new Answer.LoseAnswer()));

        assertThat(failure(target)).isEqualTo(new Failure.Unavailable(Optional.empty()));

        assertThat(pusher.taken()).isNotEmpty();
    }

    @Test
    void silence_lasts_until_the_script_changes() throws InterruptedException {
        pusher.follow(Script.always(new Answer.Silence()));
        var asking = Thread.ofVirtual().start(() -> failure(target));
        Awaitility.await().until(() -> pusher.answers(Answer.Silence.class) == 1);
        assertThat(asking.join(Duration.ofMillis(500))).isFalse();

        pusher.recover();

        assertThat(asking.join(Duration.ofSeconds(10))).isTrue();
        assertThat(pusher.taken()).isEmpty();
    }

    @Test
    void a_slow_answer_takes_its_time() throws InterruptedException {
        pusher.follow(Script.always(new Answer.Slow(Duration.ofMillis(400), new Answer.Take())));
        var started = System.nanoTime();

        target.deliver(events(1));

        assertThat(Duration.ofNanos(System.nanoTime() - started))
                .isGreaterThan(Duration.ofMillis(400));
        assertThat(pusher.taken()).hasSize(1);
    }

    @Test
    void some_requests_fail_by_chance_and_the_same_for_a_seed() {
        assertThat(fates(9)).isEqualTo(fates(9)).isNotEqualTo(fates(10));
        assertThat(fates(9).stream().filter(Answer.Refuse.class::isInstance).count())
                .isBetween(150L, 250L);
    }

    @Test
    void a_server_that_refuses_connections_comes_back_on_its_port() throws InterruptedException {
        pusher.refuse();
        assertThat(failure(target)).isEqualTo(new Failure.Unavailable(Optional.empty()));

        pusher.recover();

        assertThatCode(() -> target.deliver(events(1))).doesNotThrowAnyException();
    }

    private static List<Answer> fates(long seed) {
        var script = Script.sometimes(20, seed, new Answer.Refuse(500));
        return IntStream.range(0, 1_000).mapToObj(_ -> script.answer(List.of())).toList();
    }

    private PusherTarget target(AppCredentials credentials, InstantSource clock) {
        var app = new PusherApp(FakePusher.APP_ID, credentials, "127.0.0.1", pusher.port(), false);
        return new PusherTarget("pusher", app, clock);
    }

    private static Failure failure(PusherTarget target) {
        return failure(target, events(1));
    }

    private static Failure failure(PusherTarget target, List<OutgoingEvent> events) {
        return catchThrowableOfType(PublishException.class, () -> target.deliver(events)).failure();
    }

    private int post(String path, String body) throws IOException, InterruptedException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var signed =
                pusher.app()
                        .signRequest("POST", path, Map.of(), bytes, Instant.now().getEpochSecond());
        var query =
                signed.entrySet().stream()
                        .map(p ->
                                p.getKey()
                                        + "="
                                        + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        var uri = URI.create("http://127.0.0.1:" + pusher.port() + path + "?" + query);
        try (var client = HttpClient.newHttpClient()) {
            var request =
                    HttpRequest.newBuilder(uri)
                            .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                            .build();
            return client.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    private static List<OutgoingEvent> events(int... numbers) {
        return IntStream.of(numbers)
                .mapToObj(n ->
                        new OutgoingEvent(
                                "private-room-1",
                                "new-message",
                                "{\"a\":[{}],\"event_id\":\"e.r." + n + "\"}",
                                "e.r." + n))
                .toList();
    }
}
