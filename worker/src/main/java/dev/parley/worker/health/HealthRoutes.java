// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.health;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import dev.parley.worker.dispatch.TargetStatus;
import dev.parley.worker.http.Answers;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/// `GET /health` and `GET /ready`.
public final class HealthRoutes {
    private final Supplier<Readiness> readiness;
    private final Supplier<List<PartHealth>> parts;

    /// @param readiness asked for each request; must return at once
    /// @param parts the other parts of the process, as `readiness`
    public HealthRoutes(Supplier<Readiness> readiness, Supplier<List<PartHealth>> parts) {
        this.readiness = readiness;
        this.parts = parts;
    }

    /// Adds the routes.
    public void addTo(Routes.Builder routes) {
        routes.get("/health", _ -> alive()).get("/ready", _ -> ready());
    }

    /// The process lives and mends its parts by itself: to be started anew would not help.
    private Response alive() {
        return Answers.json(200, told(parts.get()));
    }

    /// What `/health` tells, and how the worker itself fares.
    private Response ready() {
        var now = readiness.get();
        var others = parts.get();
        var ready = now.ready() && areUp(others);
        var body =
                told(others)
                        .put("ready", ready)
                        .put("mode", now.capture().mode())
                        .put("state", now.capture().state().label())
                        .put("capture", now.capture().detail());
        var targets = body.putArray("targets");
        now.targets().forEach(target -> put(target, targets.addObject()));
        return Answers.json(ready ? 200 : 503, body);
    }

    private static boolean areUp(List<PartHealth> parts) {
        return parts.stream().allMatch(PartHealth::up);
    }

    private static ObjectNode told(List<PartHealth> parts) {
        var body = Answers.object().put("status", areUp(parts) ? "ok" : "degraded");
        var list = body.putArray("parts");
        parts.forEach(part ->
                list.addObject()
                        .put("name", part.name())
                        .put("up", part.up())
                        .put("restarts", part.restarts()));
        return body;
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
