// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

import dev.parley.worker.retry.Backoff;
import dev.parley.worker.retry.Sleeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings events to one target and does not come back before it has.
///
/// There is no limit of tries, but events may be withdrawn: `wanted` is asked before each send that had to
/// wait, under no lock. Any thread may call it, many at once; they share what is known of its health.
public final class RetryingPublisher {
    private static final Logger log = LoggerFactory.getLogger(RetryingPublisher.class);
    private static final int TRIES_OF_A_REFUSED_EVENT = 3;

    private final Target target;
    private final TargetHealth health;
    private final Backoff backoff;
    private final Sleeper sleeper;
    private final PublishMeters meters;

    /// @param health belongs to this target alone
    /// @param backoff how long to wait after a failure
    /// @param sleeper does the waiting
    public RetryingPublisher(
            Target target,
            TargetHealth health,
            Backoff backoff,
            Sleeper sleeper,
            PublishMeters meters) {
        this.target = target;
        this.health = health;
        this.backoff = backoff;
        this.sleeper = sleeper;
        this.meters = meters;
    }

    /// Delivers events in order; returns when the target has taken each of them or its reference, or
    /// has refused both.
    ///
    /// @param eventWithFallbacks at least one, as many at most as the target takes at once
    /// @return those that the target has refused for good
    /// @throws InterruptedException when stopped; then any part of them may have been delivered
    public List<RejectedEvent> deliver(List<EventWithFallback> eventWithFallbacks)
            throws InterruptedException {
        var reasons = publish(eventWithFallbacks, RetryingPublisher::always);
        return reasons.isEmpty()
                ? List.of()
                : deliverOneByOne(eventWithFallbacks, reasons.get(), RetryingPublisher::always);
    }

    /// Sends until the target has taken the events or refuses one of them for what it is.
    ///
    /// @param eventWithFallbacks at least one, as many at most as the target takes at once
    /// @param wanted whether they are still to be published
    /// @return empty when taken; otherwise what [#deliverOneByOne] goes on with
    /// @throws WithdrawnException when they are not wanted any more; none of them was taken for sure
    public Optional<RejectionReason> publish(
            List<EventWithFallback> eventWithFallbacks, BooleanSupplier wanted)
            throws InterruptedException {
        var events = eventWithFallbacks.stream().map(EventWithFallback::event).toList();
        return attempt(events, false, wanted);
    }

    /// Delivers events of which the target has refused at least one.
    ///
    /// @param reason its answer to all of them together
    /// @param wanted whether they are still to be published
    /// @return those that the target has refused for good
    /// @throws WithdrawnException when they are not wanted any more; any part of them may have been taken
    public List<RejectedEvent> deliverOneByOne(
            List<EventWithFallback> eventWithFallbacks,
            RejectionReason reason,
            BooleanSupplier wanted)
            throws InterruptedException {
        var rejected = new ArrayList<RejectedEvent>();
        for (var place = 0; place < eventWithFallbacks.size(); place++) {
            var event = eventWithFallbacks.get(place);
            var single =
                    eventWithFallbacks.size() == 1
                            ? Optional.of(reason)
                            : attempt(List.of(event.event()), true, wanted);
            if (single.isPresent()) {
                deliverRefused(place, event, single.get(), wanted).ifPresent(rejected::add);
            }
        }
        return rejected;
    }

    /// Sends events once, without waiting for anything.
    ///
    /// @return whether the target has taken them
    public boolean attemptOnce(List<OutgoingEvent> events) throws InterruptedException {
        if (health.isClosed() && health.permit().isZero()) {
            try {
                deliverOnce(events, false);
                return true;
            } catch (PublishException _) { // its health tells, and these may be lost
                meters.failed();
            }
        }
        meters.unannounced(events.size());
        return false;
    }

    /// Gives the target several chances to take an event, then sends the reference.
    private Optional<RejectedEvent> deliverRefused(
            int place, EventWithFallback event, RejectionReason first, BooleanSupplier wanted)
            throws InterruptedException {
        var answers = new HashMap<Integer, Integer>();
        var reason = first;
        for (var tries = 1; ; tries++) {
            var times = answers.merge(reason.status(), 1, Integer::sum);
            if (reason.isTooLarge() || times >= TRIES_OF_A_REFUSED_EVENT) {
                return deliverReference(place, event, reason);
            }
            sleeper.rest(backoff.after(tries));
            var next = attempt(List.of(event.event()), true, wanted);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            reason = next.get();
        }
    }

    private Optional<RejectedEvent> deliverReference(
            int place, EventWithFallback event, RejectionReason reason)
            throws InterruptedException {
        var reference = event.reference();
        var taken =
                reference.isPresent()
                        && attempt(List.of(reference.get()), false, RetryingPublisher::always)
                                .isEmpty();
        if (taken) {
            meters.referred();
        }
        if (taken && reason.isTooLarge()) {
            return Optional.empty(); // what a target's limit is for: nobody need look at it
        }
        var line = taken ? log.atWarn() : log.atError();
        line.addKeyValue("target", target.name())
                .addKeyValue("channel", event.event().channel())
                .addKeyValue("eventId", event.event().eventId())
                .addKeyValue("reason", reason.reason())
                .log(
                        taken
                                ? "target refuses an event for good, sent a reference instead"
                                : "target refuses an event and the reference to it, left out");
        meters.parked();
        return Optional.of(new RejectedEvent(place, reason, taken));
    }

    /// Sends until the target has taken the events or refuses them for what they are.
    ///
    /// @param again whether they went out before
    /// @return empty when taken
    private Optional<RejectionReason> attempt(
            List<OutgoingEvent> events, boolean again, BooleanSupplier wanted)
            throws InterruptedException {
        for (var failures = 1; ; failures++) {
            if (again || failures > 1) {
                require(wanted);
            }
            awaitPermit(wanted);
            try {
                deliverOnce(events, again || failures > 1);
                return Optional.empty();
            } catch (PublishException e) {
                var reason = String.valueOf(e.getMessage());
                switch (e.failure()) {
                    case Failure.Refused(var status) -> {
                        meters.refused();
                        return Optional.of(new RejectionReason(status, reason));
                    }
                    case Failure.TooLarge _ -> {
                        meters.refused();
                        return Optional.of(new RejectionReason(RejectionReason.TOO_LARGE, reason));
                    }
                    case Failure.Misconfigured _ ->
                            meters.failed(); // the next probe is the next try
                    case Failure.Unavailable _ -> retreat(failures, reason);
                }
            }
        }
    }

    /// Waits before the next try. Once requests are held back anyway that is all the waiting there is,
    /// so that a target that is back is found at the first probe.
    private void retreat(int failures, String reason) throws InterruptedException {
        meters.failed();
        log.atDebug()
                .addKeyValue("target", target.name())
                .addKeyValue("reason", reason)
                .addKeyValue("failures", failures)
                .log("target has not taken a request, trying again");
        if (health.isClosed()) {
            sleeper.rest(backoff.after(failures));
        }
    }

    /// Sends once and tells the health how it went, whatever happens: others may wait for this one.
    private void deliverOnce(List<OutgoingEvent> events, boolean again)
            throws InterruptedException {
        var began = health.now();
        meters.sending(events.size(), again);
        Runnable report = health::failed;
        try {
            target.deliver(events);
            report = health::succeeded;
            meters.published(events.size());
        } catch (PublishException e) {
            report = () -> health.failed(e);
            throw e;
        } finally {
            meters.answered(Duration.between(began, health.now()));
            report.run();
        }
    }

    /// Waits until a request may go out. A permit must be used, so what it is for is looked at before.
    private void awaitPermit(BooleanSupplier wanted) throws InterruptedException {
        for (var wait = health.permit(); wait.isPositive(); wait = health.permit()) {
            sleeper.rest(wait);
            require(wanted);
        }
    }

    private static void require(BooleanSupplier wanted) {
        if (!wanted.getAsBoolean()) {
            throw new WithdrawnException();
        }
    }

    private static boolean always() {
        return true;
    }
}
