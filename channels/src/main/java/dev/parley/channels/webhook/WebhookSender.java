// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.webhook;

import dev.parley.channels.channel.ChannelEvent;
import dev.parley.channels.meter.WebhookMeters;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings one endpoint what is in its outbox, one request after the other, each until it succeeds or
/// five minutes are over. Run by one virtual thread of its own.
final class WebhookSender implements Runnable {
    /// After how long a request that never succeeded is given up.
    static final Duration PERSISTENCE = Duration.ofMinutes(5);

    private static final Logger log = LoggerFactory.getLogger(WebhookSender.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final int MOST_DOUBLINGS = 10;

    private final String endpoint;
    private final Outbox outbox;
    private final Post post;
    private final Pause pause;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final WebhookMeters meters;

    /// When everything is given up that still waits; null while the endpoint is served.
    private volatile @Nullable Instant end;

    /// @param endpoint what the log calls it
    WebhookSender(
            String endpoint,
            Outbox outbox,
            Post post,
            Pause pause,
            InstantSource clock,
            RandomGenerator random,
            WebhookMeters meters) {
        this.endpoint = endpoint;
        this.outbox = outbox;
        this.post = post;
        this.pause = pause;
        this.clock = clock;
        this.random = random;
        this.meters = meters;
    }

    @Override
    public void run() {
        try {
            var events = outbox.take();
            while (!events.isEmpty()) {
                if (isOver()) {
                    giveUp(events, 0, "the endpoint is served no longer");
                } else {
                    bring(events);
                }
                events = outbox.take();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.atInfo().addKeyValue("endpoint", endpoint).log("webhooks stopped before the end");
        }
    }

    /// Notes that the endpoint is served no longer. What waits has five more minutes. Any thread may
    /// call.
    void retire() {
        end = clock.instant().plus(PERSISTENCE);
    }

    private boolean isOver() {
        var last = end;
        return last != null && !clock.instant().isBefore(last);
    }

    private void bring(List<ChannelEvent> events) throws InterruptedException {
        var began = clock.instant();
        var body = Body.of(began.toEpochMilli(), events);
        for (int failures = 0; ; failures++) {
            switch (post.attempt(body)) {
                case Post.Outcome.Taken _ -> {
                    meters.sent(events.size());
                    return;
                }
                case Post.Outcome.Refused(var reason) -> {
                    giveUp(events, failures + 1, reason);
                    return;
                }
                case Post.Outcome.Failed(var reason) -> {
                    meters.failed();
                    var next = pauseAfter(failures);
                    if (isTooLate(began, next)) {
                        giveUp(events, failures + 1, reason);
                        return;
                    }
                    pause.await(next);
                }
            }
        }
    }

    private boolean isTooLate(Instant began, Duration next) {
        var then = clock.instant().plus(next);
        var last = end;
        return then.isAfter(began.plus(PERSISTENCE)) || (last != null && then.isAfter(last));
    }

    /// Half of it certain and half of it chance, so that endpoints that fail together do not come
    /// back together.
    private Duration pauseAfter(int failures) {
        long longest =
                Math.min(
                        LONGEST_PAUSE.toMillis(),
                        FIRST_PAUSE.toMillis() << Math.min(failures, MOST_DOUBLINGS));
        return Duration.ofMillis(longest / 2 + random.nextLong(longest / 2 + 1));
    }

    private void giveUp(List<ChannelEvent> events, int attempts, String reason) {
        meters.gaveUp(events.size());
        log.atWarn()
                .addKeyValue("endpoint", endpoint)
                .addKeyValue("events", events.size())
                .addKeyValue("attempts", attempts)
                .addKeyValue("reason", reason)
                .log("webhook given up");
    }
}
