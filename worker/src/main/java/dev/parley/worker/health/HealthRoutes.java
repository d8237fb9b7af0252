package dev.parley.worker.health;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import dev.parley.worker.http.Answers;
import dev.parley.worker.pump.TargetStatus;
import java.util.Locale;
import java.util.function.Supplier;

/// `GET /health` and `GET /ready`.
public final class HealthRoutes {
    private final Supplier<Readiness> readiness;

    /// @param readiness asked for each request; must return at once
    public HealthRoutes(Supplier<Readiness> readiness) {
        this.readiness = readiness;
    }

    /// Adds the routes.
    public void addTo(Routes.Builder routes) {
        routes.get("/health", _ -> alive()).get("/ready", _ -> ready());
    }

    private static Response alive() {
        return Answers.json(200, Answers.object().put("status", "ok"));
    }

    private Response ready() {
        var now = readiness.get();
        var body =
                Answers.object()
                        .put("ready", now.ready())
                        .put("mode", now.capture().mode())
                        .put("state", now.capture().state().label())
                        .put("capture", now.capture().detail());
        var targets = body.putArray("targets");
        now.targets().forEach(target -> put(target, targets.addObject()));
        return Answers.json(now.ready() ? 200 : 503, body);
    }

    private static void put(TargetStatus target, ObjectNode entry) {
        var health = target.health();
        entry.put("name", target.name())
                .put("breaker", health.breaker().name().toLowerCase(Locale.ROOT))
                .put("failing", health.failingSince().isPresent())
                .put("misconfigured", health.misconfigured())
                .put("catchingUp", target.catchingUp())
                .put("waitingEvents", target.waitingEvents())
                .put("waitingBytes", target.waitingBytes())
                .put("openRooms", target.openRooms())
                .put("oldestWaitingSeconds", target.oldestWaiting().toMillis() / 1000.0)
                .put("parked", target.parked());
        health.failingSince().ifPresent(since -> entry.put("failingSince", since.toString()));
        health.clockAhead().ifPresent(ahead -> entry.put("clockAheadSeconds", ahead.toSeconds()));
        if (!health.reason().isEmpty()) {
            entry.put("reason", health.reason());
        }
    }
}
