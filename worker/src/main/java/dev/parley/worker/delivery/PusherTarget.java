package dev.parley.worker.delivery;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// A Pusher app reached over its HTTP API, hosted or any compatible server, by
/// [batch events](https://pusher.com/docs/channels/library_auth_reference/rest-api/#post-batch-events-trigger-multiple-events).
///
/// Each call is one request that blocks its thread, at most 2 s to connect and 5 s in all.
public final class PusherTarget implements Target, AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_REASON_BYTES = 1 << 16;
    private static final int SHOWN_REASON = 200;
    private static final JsonFactory JSON = new JsonFactory();

    private final String name;
    private final PusherApp app;
    private final InstantSource clock;
    private final Duration answerTimeout;
    private final HttpClient client;
    private final Doorkeeper doorkeeper;

    /// @param name under which the database remembers this target
    /// @param clock signs the requests; must be within 600 s of the server's
    public PusherTarget(String name, PusherApp app, InstantSource clock) {
        this(name, app, clock, ANSWER_TIMEOUT);
    }

    PusherTarget(String name, PusherApp app, InstantSource clock, Duration answerTimeout) {
        this.name = name;
        this.app = app;
        this.clock = clock;
        this.answerTimeout = answerTimeout;
        this.doorkeeper = new PusherDoorkeeper(app, this::post);
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECT_TIMEOUT)
                        .executor(
                                Executors.newThreadPerTaskExecutor(
                                        Thread.ofVirtual().name("parley-http-", 0).factory()))
                        .build();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void deliver(List<OutgoingEvent> events) throws DeliveryException, InterruptedException {
        post(app.path(), body(events));
    }

    @Override
    public Optional<Doorkeeper> doorkeeper() {
        return Optional.of(doorkeeper);
    }

    private void post(String path, byte[] body) throws InterruptedException {
        var answer = send(request(path, body));
        var status = answer.statusCode();
        if (status / 100 != 2) {
            throw new DeliveryException(
                    Failure.ofStatus(status, retryAfter(answer)),
                    "%s answered %d %s".formatted(app.host(), status, shown(answer.body())),
                    null);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private HttpResponse<String> send(HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, ifRefused());
        } catch (IOException e) {
            throw new DeliveryException(
                    new Failure.Unavailable(Optional.empty()),
                    "no answer from %s: %s".formatted(app.host(), e),
                    e);
        }
    }

    private HttpRequest request(String path, byte[] body) {
        var signed =
                app.credentials()
                        .signRequest(
                                "POST",
                                path,
                                java.util.Map.of(),
                                body,
                                clock.instant().getEpochSecond());
        var query =
                signed.entrySet().stream()
                        .map(p ->
                                p.getKey()
                                        + "="
                                        + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(app.uri(path, query))
                .timeout(answerTimeout)
                .header("Content-Type", "application/json")
                .header("X-Pusher-Library", "parley")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    private static byte[] body(List<OutgoingEvent> events) {
        var bytes = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeArrayFieldStart("batch");
            for (var event : events) {
                json.writeStartObject();
                json.writeStringField("name", event.name());
                json.writeStringField("channel", event.channel());
                json.writeStringField("data", event.data());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    /// Reads the reason of a refusal and nothing of a success.
    private static BodyHandler<String> ifRefused() {
        var reason = BodyHandlers.limiting(BodyHandlers.ofString(), MAX_REASON_BYTES);
        return answer ->
                answer.statusCode() / 100 == 2
                        ? BodySubscribers.replacing("")
                        : reason.apply(answer);
    }

    private static Optional<Duration> retryAfter(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }

    private static String shown(String reason) {
        var line = reason.replaceAll("\\s+", " ").strip();
        return line.length() <= SHOWN_REASON ? line : line.substring(0, SHOWN_REASON) + "…";
    }
}
