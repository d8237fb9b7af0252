package dev.parley.worker.delivery;

import dev.parley.worker.retry.Backoff;
import dev.parley.worker.retry.Rest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings parcels to one target and does not come back before it has.
///
/// There is no limit of tries. Any thread may call it, many at once; they share the standing.
public final class Courier {
    private static final Logger log = LoggerFactory.getLogger(Courier.class);
    private static final int TRIES_OF_A_REFUSED_EVENT = 3;

    private final Target target;
    private final Standing standing;
    private final Backoff backoff;
    private final Rest rest;
    private final DeliveryMeters meters;

    /// @param standing belongs to this target alone
    /// @param backoff how long to wait after a failure
    /// @param rest does the waiting
    public Courier(
            Target target, Standing standing, Backoff backoff, Rest rest, DeliveryMeters meters) {
        this.target = target;
        this.standing = standing;
        this.backoff = backoff;
        this.rest = rest;
        this.meters = meters;
    }

    /// Delivers parcels in order; returns when the target has taken each of them or its reference, or
    /// has refused both.
    ///
    /// @param parcels at least one, as many at most as the target takes at once
    /// @return those that the target has refused for good
    /// @throws InterruptedException when stopped; then any part of them may have been delivered
    public List<ParkedEvent> deliver(List<Parcel> parcels) throws InterruptedException {
        var refusal = offer(parcels);
        return refusal.isEmpty() ? List.of() : deliverOneByOne(parcels, refusal.get());
    }

    /// Sends until the target has taken the parcels or refuses one of them for what it is.
    ///
    /// @param parcels at least one, as many at most as the target takes at once
    /// @return empty when taken; otherwise what [#deliverOneByOne] goes on with
    public Optional<Refusal> offer(List<Parcel> parcels) throws InterruptedException {
        return attempt(parcels.stream().map(Parcel::event).toList(), false);
    }

    /// Delivers parcels of which the target has refused at least one.
    ///
    /// @param refusal its answer to all of them together
    /// @return those that the target has refused for good
    public List<ParkedEvent> deliverOneByOne(List<Parcel> parcels, Refusal refusal)
            throws InterruptedException {
        var parked = new ArrayList<ParkedEvent>();
        for (var place = 0; place < parcels.size(); place++) {
            var parcel = parcels.get(place);
            var single =
                    parcels.size() == 1
                            ? Optional.of(refusal)
                            : attempt(List.of(parcel.event()), true);
            if (single.isPresent()) {
                deliverRefused(place, parcel, single.get()).ifPresent(parked::add);
            }
        }
        return parked;
    }

    /// Sends events once, without waiting for anything.
    ///
    /// @return whether the target has taken them
    public boolean attemptOnce(List<OutgoingEvent> events) throws InterruptedException {
        if (standing.isClosed() && standing.permit().isZero()) {
            try {
                deliverOnce(events, false);
                return true;
            } catch (DeliveryException _) { // the standing knows, and these may be lost
                meters.failed();
            }
        }
        meters.unannounced(events.size());
        return false;
    }

    /// Gives the target several chances to take an event, then sends the reference.
    private Optional<ParkedEvent> deliverRefused(int place, Parcel parcel, Refusal first)
            throws InterruptedException {
        var answers = new HashMap<Integer, Integer>();
        var refusal = first;
        for (var tries = 1; ; tries++) {
            var times = answers.merge(refusal.status(), 1, Integer::sum);
            if (refusal.isTooLarge() || times >= TRIES_OF_A_REFUSED_EVENT) {
                return deliverReference(place, parcel, refusal);
            }
            rest.rest(backoff.after(tries));
            var next = attempt(List.of(parcel.event()), true);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            refusal = next.get();
        }
    }

    private Optional<ParkedEvent> deliverReference(int place, Parcel parcel, Refusal refusal)
            throws InterruptedException {
        var reference = parcel.reference();
        var taken = reference.isPresent() && attempt(List.of(reference.get()), false).isEmpty();
        if (taken) {
            meters.referred();
        }
        if (taken && refusal.isTooLarge()) {
            return Optional.empty(); // what a target's limit is for: nobody need look at it
        }
        var line = taken ? log.atWarn() : log.atError();
        line.addKeyValue("target", target.name())
                .addKeyValue("channel", parcel.event().channel())
                .addKeyValue("eventId", parcel.event().eventId())
                .addKeyValue("reason", refusal.reason())
                .log(
                        taken
                                ? "target refuses an event for good, sent a reference instead"
                                : "target refuses an event and the reference to it, left out");
        meters.parked();
        return Optional.of(new ParkedEvent(place, refusal, taken));
    }

    /// Sends until the target has taken the events or refuses them for what they are.
    ///
    /// @param again whether they went out before
    /// @return empty when taken
    private Optional<Refusal> attempt(List<OutgoingEvent> events, boolean again)
            throws InterruptedException {
        for (var failures = 1; ; failures++) {
            awaitPermit();
            try {
                deliverOnce(events, again || failures > 1);
                return Optional.empty();
            } catch (DeliveryException e) {
                var reason = String.valueOf(e.getMessage());
                switch (e.failure()) {
                    case Failure.Refused(var status) -> {
                        meters.refused();
                        return Optional.of(new Refusal(status, reason));
                    }
                    case Failure.TooLarge _ -> {
                        meters.refused();
                        return Optional.of(new Refusal(Refusal.TOO_LARGE, reason));
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
        if (standing.isClosed()) {
            rest.rest(backoff.after(failures));
        }
    }

    /// Sends once and tells the standing how it went, whatever happens: others may wait for this one.
    private void deliverOnce(List<OutgoingEvent> events, boolean again)
            throws InterruptedException {
        var began = standing.now();
        meters.sending(events.size(), again);
        Runnable report = standing::failed;
        try {
            target.deliver(events);
            report = standing::succeeded;
            meters.published(events.size());
        } catch (DeliveryException e) {
            report = () -> standing.failed(e);
            throw e;
        } finally {
            meters.answered(Duration.between(began, standing.now()));
            report.run();
        }
    }

    private void awaitPermit() throws InterruptedException {
        for (var wait = standing.permit(); wait.isPositive(); wait = standing.permit()) {
            rest.rest(wait);
        }
    }
}
