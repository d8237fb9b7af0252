// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.pusher;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.http.ClientGoneException;
import dev.parley.http.HttpServer;
import dev.parley.http.HttpServerConfig;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.protocol.AppCredentials;
import dev.parley.protocol.Limits;
import dev.parley.protocol.Secret;
import dev.parley.protocol.api.ApiAnswers;
import dev.parley.protocol.api.ApiException;
import dev.parley.protocol.api.PublishEvent;
import dev.parley.protocol.api.PublishRequestReader;
import dev.parley.protocol.api.PublishRules;
import dev.parley.protocol.api.RequestAuthentication;
import dev.parley.protocol.api.RequestTarget;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The HTTP side of a Pusher server on a free port of this machine, for one app; it answers by script
/// and remembers what it took.
public final class FakePusher implements Recorder {
    /// The app there is.
    public static final String APP_ID = "trial";

    private static final int MAX_BODY_BYTES = 1 << 20;
    private static final AppCredentials APP =
            new AppCredentials("trial-key", new Secret("trial-secret"));

    private final Limits limits = Limits.defaults();
    private final PublishRequestReader reader = new PublishRequestReader(limits);
    private final PublishRules rules = new PublishRules(limits);
    private final RequestHistory history = new RequestHistory();
    private final int port;

    @GuardedBy("this")
    private HttpServer server;

    @GuardedBy("this")
    private Script script = Script.taking();

    /// Opened when the script changes: whoever is silent or slow need not be any longer.
    @GuardedBy("this")
    private CountDownLatch next = new CountDownLatch(1);

    /// Starts a server that takes everything.
    public FakePusher() {
        server = start(0);
        port = server.port();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String appId() {
        return APP_ID;
    }

    @Override
    public AppCredentials app() {
        return APP;
    }

    /// Answers by another script from now on; nobody is kept waiting by the last one any longer.
    public synchronized void follow(Script now) {
        script = now;
        next.countDown();
        next = new CountDownLatch(1);
    }

    /// Takes everything from now on, and listens when it did not.
    public synchronized void recover() {
        follow(Script.taking());
        if (!server.isListening()) {
            server = start(port);
        }
    }

    /// Refuses connections until [#recover].
    public void refuse() {
        follow(Script.always(new Answer.HangUp()));
        stop();
    }

    /// Returns everything it took, in order.
    public List<Received> taken() {
        return history.taken();
    }

    @Override
    public List<Received> takenAfter(int first) {
        return history.takenFrom(first);
    }

    @Override
    public int count() {
        return history.size();
    }

    @Override
    public long logCount() {
        return history.logged();
    }

    /// Returns how often it has given an answer of a kind.
    public long answers(Class<? extends Answer> kind) {
        return history.answered(kind);
    }

    @Override
    public void close() {
        follow(Script.always(new Answer.HangUp()));
        stop();
    }

    /// Returns what has happened, for people.
    @Override
    public String toString() {
        return "Pusher on port " + port + ": " + history;
    }

    /// Stops without the lock, which requests under way may want.
    private void stop() {
        HttpServer running;
        synchronized (this) {
            running = server;
        }
        running.close();
    }

    private HttpServer start(int onPort) {
        return HttpServer.start(
                HttpServerConfig.of("pusher", "127.0.0.1", onPort),
                this::serve,
                Response::text,
                InstantSource.system());
    }

    private Response serve(Request request) throws IOException, InterruptedException {
        var number = history.request();
        try {
            var events = read(request, request.path().endsWith("/batch_events"));
            return obey(number, events, decide(events));
        } catch (ApiException e) {
            history.answered("Invalid" + e.status());
            return Response.text(e.status(), e.reason());
        }
    }

    private List<PublishEvent> read(Request request, boolean batch)
            throws IOException, InterruptedException {
        var body = request.body(MAX_BODY_BYTES);
        var target = RequestTarget.parse(request.path() + "?" + request.query());
        if (!target.segments().get(1).equals(APP_ID)) {
            throw new ApiException(404, "No app has this id");
        }
        RequestAuthentication.check(List.of(APP), "POST", target, body, Instant.now());
        var events = batch ? reader.batch(body) : List.of(reader.event(target.query(), body));
        events.forEach(rules::check);
        return events;
    }

    private synchronized Answer decide(List<PublishEvent> events) {
        return script.answer(events);
    }

    private Response obey(long request, List<PublishEvent> events, Answer answer)
            throws IOException, InterruptedException {
        history.answered(answer.getClass().getSimpleName());
        return switch (answer) {
            case Answer.Take _ -> {
                history.take(request, events);
                yield Response.json(200, ApiAnswers.EMPTY);
            }
            case Answer.Refuse(var status, var retryAfter) -> {
                var refusal = Response.text(status, "as the script says");
                yield retryAfter
                        .map(time -> refusal.with("Retry-After", "" + time.toSeconds()))
                        .orElse(refusal);
            }
            case Answer.TakeSome(var most, var status) -> {
                history.take(request, events.subList(0, Math.min(most, events.size())));
                yield Response.text(status, "as the script says");
            }
            case Answer.LoseAnswer _ -> {
                history.take(request, events);
                throw new ClientGoneException("as the script says", null);
            }
            case Answer.HangUp _ -> throw new ClientGoneException("as the script says", null);
            case Answer.Silence _ -> {
                await(Duration.ofHours(1));
                throw new ClientGoneException("the script has changed", null);
            }
            case Answer.Slow(var time, var then) -> {
                await(time);
                yield obey(request, events, then);
            }
        };
    }

    /// Waits for a time to pass or the script to change.
    private void await(Duration time) throws InterruptedException {
        CountDownLatch changed;
        synchronized (this) {
            changed = next;
        }
        var _ = changed.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
