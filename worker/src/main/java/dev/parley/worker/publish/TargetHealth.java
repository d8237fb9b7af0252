// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this worker thinks of one target: lets requests through or holds them back, and tells people
/// when that changes, once. Any thread may call it.
public final class TargetHealth {
    private static final Logger log = LoggerFactory.getLogger(TargetHealth.class);

    private final String target;
    private final InstantSource clock;
    private final CircuitBreaker circuitBreaker;

    @GuardedBy("this")
    private Optional<PublishException> last = Optional.empty();

    @GuardedBy("this")
    private Said said = Said.NOTHING;

    /// @param target its name
    public TargetHealth(String target, InstantSource clock) {
        this.target = target;
        this.clock = clock;
        this.circuitBreaker = new CircuitBreaker(clock);
    }

    /// Returns how the target answers.
    public synchronized TargetHealthReport health() {
        var failure = last.map(PublishException::failure);
        return new TargetHealthReport(
                circuitBreaker.state(),
                circuitBreaker.failingSince(),
                failure.filter(Failure.Misconfigured.class::isInstance).isPresent(),
                last.map(e -> String.valueOf(e.getMessage())).orElse(""),
                failure.flatMap(TargetHealth::clockAhead));
    }

    Instant now() {
        return clock.instant();
    }

    /// Asks to send.
    ///
    /// @return zero when the caller may send now, and must then report how it went; otherwise how long
    ///     to wait before asking again
    Duration permit() {
        return circuitBreaker.permit();
    }

    /// Returns whether requests pass freely.
    boolean isClosed() {
        return circuitBreaker.state() == BreakerState.CLOSED;
    }

    /// Reports that the target answered as it should, even if it did not like the question.
    synchronized void succeeded() {
        var since = circuitBreaker.failingSince();
        circuitBreaker.succeeded();
        last = Optional.empty();
        if (said != Said.NOTHING) {
            said = Said.NOTHING;
            log.atInfo()
                    .addKeyValue("target", target)
                    .addKeyValue(
                            "seconds",
                            since.map(s -> Duration.between(s, clock.instant()).toSeconds())
                                    .orElse(0L))
                    .log("target takes events again");
        }
    }

    /// Reports a request that did not get through.
    synchronized void failed(PublishException e) {
        switch (e.failure()) {
            case Failure.Refused _, Failure.TooLarge _ -> succeeded();
            case Failure.Misconfigured(var clockAhead) -> {
                circuitBreaker.misconfigured();
                last = Optional.of(e);
                reject(e, clockAhead);
            }
            case Failure.Unavailable(var retryAfter) -> {
                retryAfter.ifPresentOrElse(circuitBreaker::failed, circuitBreaker::failed);
                last = Optional.of(e);
                complain(e);
            }
        }
    }

    /// Reports a request that ended in a defect of ours.
    void failed() {
        circuitBreaker.failed();
    }

    private static Optional<Duration> clockAhead(Failure failure) {
        return failure instanceof Failure.Misconfigured(var ahead) ? ahead : Optional.empty();
    }

    @GuardedBy("this")
    private void reject(PublishException e, Optional<Duration> clockAhead) {
        if (said == Said.REJECTED) {
            return;
        }
        said = Said.REJECTED;
        var line =
                log.atError().addKeyValue("target", target).addKeyValue("reason", e.getMessage());
        if (clockAhead.isPresent()) {
            line.addKeyValue("clockSeconds", clockAhead.get().toSeconds())
                    .log("target rejects this worker, whose clock is off: set the clock");
        } else {
            line.log("target rejects this worker, check its address and keys");
        }
    }

    @GuardedBy("this")
    private void complain(PublishException e) {
        if (said == Said.NOTHING && circuitBreaker.state() != BreakerState.CLOSED) {
            said = Said.UNAVAILABLE;
            log.atWarn()
                    .addKeyValue("target", target)
                    .addKeyValue("reason", e.getMessage())
                    .log("target is unavailable, trying again until it is back");
        }
    }

    /// What people have been told since the target last took something.
    private enum Said {
        NOTHING,
        UNAVAILABLE,
        REJECTED
    }
}
