// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A Pusher app reached over its HTTP API, hosted or any compatible server, by
/// [batch events](https://pusher.com/docs/channels/library_auth_reference/rest-api/#post-batch-events-trigger-multiple-events).
///
/// Each call blocks its thread. It is one request, or more when the events together are larger than a
/// request may be; each takes at most 2 s to connect and 5 s in all.
public final class PusherTarget implements Target, AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_REASON_BYTES = 1 << 16;
    private static final int SHOWN_REASON = 200;

    private final String name;
    private final PusherApp app;
    private final InstantSource clock;
    private final Duration answerTimeout;
    private final HttpClient client;
    private final SubscriptionRevoker revoker;

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
        this.revoker = new PusherSubscriptionRevoker(app, this::post);
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
    public void deliver(List<OutgoingEvent> events) throws PublishException, InterruptedException {
        // by its key a server such as ours tells a repeat; the hosted service does not know it
        for (var body : BatchBodies.of(events, !app.isHosted())) {
            post(app.path(), body);
        }
    }

    @Override
    public Optional<SubscriptionRevoker> revokers() {
        return Optional.of(revoker);
    }

    private void post(String path, byte[] body) throws InterruptedException {
        var answer = send(request(path, body));
        var status = answer.statusCode();
        if (status / 100 != 2) {
            var times = new AnswerTimes(answer.headers(), clock.instant());
            var clockAhead =
                    status == 401 || status == 403
                            ? times.clockAhead()
                            : Optional.<Duration>empty();
            throw new PublishException(
                    Failure.ofStatus(status, times.retryAfter(), clockAhead),
                    "%s answered %d %s%s"
                            .formatted(
                                    app.host(),
                                    status,
                                    shown(answer.body()),
                                    clockAhead.map(PusherTarget::shown).orElse("")),
                    null);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /// Waits for the whole answer: the client's own timeout ends with the headers.
    private HttpResponse<String> send(HttpRequest request) throws InterruptedException {
        var answer = client.sendAsync(request, ifRefused());
        try {
            return answer.get(answerTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unavailable("no answer from %s: %s".formatted(app.host(), e.getCause()), e);
        } catch (TimeoutException e) {
            throw unavailable(
                    "no answer from %s within %d ms"
                            .formatted(app.host(), answerTimeout.toMillis()),
                    e);
        } finally {
            answer.cancel(true); // closes the connection when it is not done
        }
    }

    private static PublishException unavailable(String message, Exception cause) {
        return new PublishException(new Failure.Unavailable(Optional.empty()), message, cause);
    }

    private HttpRequest request(String path, byte[] body) {
        var query =
                app.credentials().signedQuery("POST", path, body, clock.instant().getEpochSecond());
        return HttpRequest.newBuilder(app.uri(path, query))
                .header("Content-Type", "application/json")
                .header("X-Pusher-Library", "parley")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    /// Reads the reason of a refusal and nothing of a success.
    private static BodyHandler<String> ifRefused() {
        var reason = BodyHandlers.limiting(BodyHandlers.ofString(), MAX_REASON_BYTES);
        return answer ->
                answer.statusCode() / 100 == 2
                        ? BodySubscribers.replacing("")
                        : reason.apply(answer);
    }

    private static String shown(String reason) {
        var line = reason.replaceAll("\\s+", " ").strip();
        return line.length() <= SHOWN_REASON ? line : line.substring(0, SHOWN_REASON) + "…";
    }

    private static String shown(Duration clockAhead) {
        return " (the clock here is %d s off, %s the server's; it takes 600 s at most)"
                .formatted(
                        clockAhead.abs().toSeconds(),
                        clockAhead.isNegative() ? "behind" : "ahead of");
    }
}
