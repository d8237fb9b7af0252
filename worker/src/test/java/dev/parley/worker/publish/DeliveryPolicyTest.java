// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.ResponseBody;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Secret;
import dev.parley.worker.fixture.ManualClock;
import dev.parley.worker.fixture.RecordedLog;
import dev.parley.worker.fixture.TestServer;
import dev.parley.worker.meter.WorkerMeters;
import dev.parley.worker.retry.Backoff;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is done about each answer of a server, over real HTTP; only the waiting is not real.
final class DeliveryPolicyTest {
    private static final PublishMeters METERS =
            new PublishMeters(new WorkerMeters(new SimpleMeterRegistry()), "p");

    private final ManualClock clock = new ManualClock();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final RecordedLog log = new RecordedLog(TargetHealth.class);
    private volatile BiConsumer<Integer, Answer> script = (_, answer) -> answer.with(200);
    private final TestServer server = new TestServer(this::serve);
    private final PusherTarget target =
            new PusherTarget(
                    "p",
                    new PusherApp(
                            "42",
                            new AppCredentials("key", new Secret("secret")),
                            "127.0.0.1",
                            server.port(),
                            false),
                    clock);
    private final TargetHealth health = new TargetHealth("p", clock);
    private final RetryingPublisher publisher =
            new RetryingPublisher(
                    target,
                    health,
                    new Backoff(new Random(1), Duration.ofMillis(100), Duration.ofSeconds(5)),
                    clock,
                    METERS);

    @AfterEach
    void stop() {
        target.close();
        server.close();
        log.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204})
    void success_advances(int status) throws InterruptedException {
        script = (_, answer) -> answer.with(status);

        assertThat(publisher.deliver(parcels("a", "b"))).isEmpty();

        assertThat(bodies).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422})
    void a_batch_with_a_refused_event_is_split_and_the_event_parked_after_three_tries(int status)
            throws InterruptedException {
        script = (_, answer) -> answer.with(answer.body().contains("\"bad\"") ? status : 200);

        var parked = publisher.deliver(parcels("a", "bad", "b"));

        assertThat(bodies).as("together, a, three times bad, its reference, b").hasSize(7);
        assertThat(bodies.get(5)).contains("fetch bad");
        assertThat(parked)
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.place()).isEqualTo(1);
                    assertThat(event.referred()).isTrue();
                    assertThat(event.reason().status()).isEqualTo(status);
                    assertThat(event.reason().reason()).contains("" + status, "because");
                });
        assertThat(health.health().failingSince()).isEmpty();
    }

    @Test
    void an_event_refused_differently_each_time_gets_more_chances() throws InterruptedException {
        script = (n, answer) -> answer.with(n <= 4 ? (n % 2 == 0 ? 400 : 422) : 200);

        assertThat(publisher.deliver(parcels("a"))).isEmpty();

        assertThat(bodies).hasSize(5).allMatch(body -> body.contains("\"a\""));
    }

    @Test
    void an_event_whose_reference_is_refused_as_well_is_parked_and_said_so()
            throws InterruptedException {
        script = (_, answer) -> answer.with(400);

        assertThat(publisher.deliver(parcels("a")))
                .singleElement()
                .satisfies(event -> assertThat(event.referred()).isFalse());
    }

    @Test
    void what_is_too_large_is_replaced_by_a_reference_at_once_and_not_parked()
            throws InterruptedException {
        script = (_, answer) -> answer.with(answer.body().contains("\"bad\"") ? 413 : 200);

        assertThat(publisher.deliver(parcels("bad", "b"))).isEmpty();

        assertThat(bodies).hasSize(4);
        assertThat(bodies.get(2)).contains("fetch bad");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 301, 302, 307, 308})
    void wrong_configuration_is_one_alarm_a_probe_every_15_seconds_and_nothing_parked(int status)
            throws InterruptedException {
        var start = clock.instant();
        script = (n, answer) -> answer.with(n <= 3 ? status : 200);

        assertThat(publisher.deliver(parcels("a"))).isEmpty();

        assertThat(bodies).hasSize(4);
        assertThat(Duration.between(start, clock.instant())).isEqualTo(Duration.ofSeconds(45));
        assertThat(log.at(Level.ERROR)).singleElement().asString().contains("rejects this worker");
        assertThat(log.at(Level.INFO)).singleElement().asString().contains("takes events again");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void a_clock_that_is_off_is_named_as_the_cause(int status) throws InterruptedException {
        var theirs = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
        var now = clock.instant();
        script =
                (n, answer) -> {
                    answer.header("Date", theirs.format(now.minusSeconds(754)));
                    answer.with(n == 1 ? status : 200);
                };

        var refused = publisher.attemptOnce(List.of(event("a")));

        assertThat(refused).isFalse();
        assertThat(health.health().misconfigured()).isTrue();
        assertThat(health.health().clockAhead()).hasValue(Duration.ofSeconds(754));
        assertThat(health.health().reason()).contains("the clock here is 754 s off");
        assertThat(log.at(Level.ERROR)).singleElement().asString().contains("clock is off", "754");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void what_time_may_heal_is_sent_again_until_it_is_taken(int status)
            throws InterruptedException {
        script = (n, answer) -> answer.with(n <= 20 ? status : 200);

        assertThat(publisher.deliver(parcels("a"))).isEmpty();

        assertThat(bodies).hasSize(21);
        assertThat(bodies.stream().distinct()).as("the same event id each time").hasSize(1);
        assertThat(bodies.getFirst()).contains("\"idempotency_key\":\"e.r.a\"");
        assertThat(log.at(Level.WARN)).singleElement().asString().contains("unavailable");
    }

    @Test
    void a_pause_in_seconds_is_kept_by_every_request() throws InterruptedException {
        script =
                (n, answer) -> {
                    answer.header("Retry-After", "7");
                    answer.with(n == 1 ? 429 : 200);
                };

        assertThat(publisher.attemptOnce(List.of(event("a")))).isFalse();

        assertThat(health.permit()).isEqualTo(Duration.ofSeconds(7));
        assertThat(publisher.attemptOnce(List.of(event("b")))).as("another request").isFalse();
        assertThat(bodies).hasSize(1);
    }

    @Test
    void a_pause_until_a_date_is_counted_on_the_servers_clock() throws InterruptedException {
        script =
                (n, answer) -> {
                    answer.header("Date", "Mon, 23 Nov 2026 08:00:00 GMT");
                    answer.header("Retry-After", "Mon, 23 Nov 2026 08:00:09 GMT");
                    answer.with(n == 1 ? 503 : 200);
                };
        var start = clock.instant();

        publisher.deliver(parcels("a"));

        assertThat(Duration.between(start, clock.instant())).isEqualTo(Duration.ofSeconds(9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"86400", "Tue, 24 Nov 2099 10:00:00 GMT"})
    void no_pause_is_longer_than_a_minute(String pause) throws InterruptedException {
        script =
                (n, answer) -> {
                    answer.header("Retry-After", pause);
                    answer.with(n == 1 ? 429 : 200);
                };
        var start = clock.instant();

        publisher.deliver(parcels("a"));

        assertThat(Duration.between(start, clock.instant())).isEqualTo(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "0", "Mon, 23 Nov 2020 10:00:00 GMT"})
    void a_pause_that_says_nothing_is_the_usual_one(String pause) throws InterruptedException {
        script =
                (n, answer) -> {
                    answer.header("Retry-After", pause);
                    answer.with(n == 1 ? 429 : 200);
                };
        var start = clock.instant();

        publisher.deliver(parcels("a"));

        assertThat(Duration.between(start, clock.instant())).isLessThan(Duration.ofMillis(101));
    }

    private Response serve(Request request) throws IOException, InterruptedException {
        var answer = new Answer(new String(request.body(1 << 20), StandardCharsets.UTF_8));
        bodies.add(answer.body());
        script.accept(bodies.size(), answer);
        return answer.response;
    }

    private static List<EventWithFallback> parcels(String... names) {
        return IntStream.range(0, names.length)
                .mapToObj(i ->
                        new EventWithFallback(
                                event(names[i]), Optional.of(event("fetch " + names[i]))))
                .toList();
    }

    private static OutgoingEvent event(String data) {
        return new OutgoingEvent("room-1", "new-message", data, "e.r." + data);
    }

    /// What the server is about to answer to a request.
    private static final class Answer {
        private final String body;
        private final Map<String, String> headers = new HashMap<>();
        private Response response = Response.empty(500);

        Answer(String body) {
            this.body = body;
        }

        String body() {
            return body;
        }

        void header(String name, String value) {
            headers.put(name, value);
        }

        void with(int status) {
            var text = status == 204 ? "" : "because";
            response =
                    new Response(
                            status,
                            headers,
                            ResponseBody.of(text.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
