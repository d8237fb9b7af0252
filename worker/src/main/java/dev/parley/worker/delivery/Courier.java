package dev.parley.worker.delivery;

import dev.parley.worker.retry.Backoff;
import dev.parley.worker.retry.Rest;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings parcels to one target and does not come back before it has.
///
/// There is no limit of tries. Any thread may call it, many at once; they share the breaker.
public final class Courier {
    private static final Logger log = LoggerFactory.getLogger(Courier.class);
    private static final int TRIES_OF_A_REFUSED_EVENT = 3;

    private final Target target;
    private final Breaker breaker;
    private final Backoff backoff;
    private final Rest rest;

    /// @param breaker belongs to this target alone
    /// @param backoff how long to wait after a failure
    /// @param rest does the waiting
    public Courier(Target target, Breaker breaker, Backoff backoff, Rest rest) {
        this.target = target;
        this.breaker = breaker;
        this.backoff = backoff;
        this.rest = rest;
    }

    /// Delivers parcels in order; returns when the target has taken each of them or its reference.
    ///
    /// @param parcels at least one, as many at most as the target takes at once
    /// @throws InterruptedException when stopped; then any part of them may have been delivered
    public void deliver(List<Parcel> parcels) throws InterruptedException {
        var refusal = attempt(parcels.stream().map(Parcel::event).toList());
        if (refusal.isEmpty()) {
            return;
        }
        if (parcels.size() == 1) {
            deliverRefused(parcels.getFirst(), refusal.get());
            return;
        }
        for (var parcel : parcels) {
            var single = attempt(List.of(parcel.event()));
            if (single.isPresent()) {
                deliverRefused(parcel, single.get());
            }
        }
    }

    private void deliverRefused(Parcel parcel, Refusal first) throws InterruptedException {
        var event = List.of(parcel.event());
        Optional<Refusal> refusal = Optional.of(first);
        for (var tries = 1; refusal.isPresent(); tries++) {
            if (refusal.get() == Refusal.TOO_LARGE || tries >= TRIES_OF_A_REFUSED_EVENT) {
                deliverReference(parcel);
                return;
            }
            rest.rest(backoff.after(tries));
            refusal = attempt(event);
        }
    }

    private void deliverReference(Parcel parcel) throws InterruptedException {
        if (parcel.reference().isEmpty()
                || attempt(List.of(parcel.reference().get())).isPresent()) {
            // readers notice the missing number and fetch it from the database
            log.atError()
                    .addKeyValue("target", target.name())
                    .addKeyValue("channel", parcel.event().channel())
                    .addKeyValue("eventId", parcel.event().eventId())
                    .log("target refuses an event for good, left out");
            return;
        }
        log.atWarn()
                .addKeyValue("target", target.name())
                .addKeyValue("channel", parcel.event().channel())
                .addKeyValue("eventId", parcel.event().eventId())
                .log("target refuses an event, sent a reference to it instead");
    }

    /// Sends until the target has taken the events or refuses them for what they are.
    ///
    /// @return empty when taken
    private Optional<Refusal> attempt(List<OutgoingEvent> events) throws InterruptedException {
        for (var failures = 1; ; failures++) {
            awaitPermit();
            try {
                deliverOnce(events);
                return Optional.empty();
            } catch (DeliveryException e) {
                switch (e.failure()) {
                    case Failure.Refused _ -> {
                        return Optional.of(Refusal.REFUSED);
                    }
                    case Failure.TooLarge _ -> {
                        return Optional.of(Refusal.TOO_LARGE);
                    }
                    case Failure.Misconfigured _ ->
                            log.atError()
                                    .addKeyValue("target", target.name())
                                    .addKeyValue("reason", e.getMessage())
                                    .log(
                                            "target rejects this worker, check its address, keys and clock");
                    case Failure.Unavailable(var retryAfter) -> {
                        log.atWarn()
                                .addKeyValue("target", target.name())
                                .addKeyValue("reason", e.getMessage())
                                .addKeyValue("failures", failures)
                                .log("target is unavailable, trying again");
                        rest.rest(retryAfter.orElse(backoff.after(failures)));
                    }
                }
            }
        }
    }

    /// Sends once and tells the breaker how it went, whatever happens: it may be waiting for this one.
    private void deliverOnce(List<OutgoingEvent> events) throws InterruptedException {
        Runnable report = breaker::failed;
        try {
            target.deliver(events);
            report = breaker::succeeded;
        } catch (DeliveryException e) {
            report =
                    switch (e.failure()) {
                        case Failure.Refused _, Failure.TooLarge _ -> breaker::succeeded;
                        case Failure.Misconfigured _ -> breaker::misconfigured;
                        case Failure.Unavailable _ -> breaker::failed;
                    };
            throw e;
        } finally {
            report.run();
        }
    }

    private void awaitPermit() throws InterruptedException {
        for (var wait = breaker.permit(); wait.isPositive(); wait = breaker.permit()) {
            rest.rest(wait);
        }
    }

    private enum Refusal {
        REFUSED,
        TOO_LARGE
    }
}
