package dev.parley.worker.health;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.worker.http.Answers;
import dev.parley.worker.pump.TargetStatus;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerResponse;
import java.util.Locale;
import java.util.function.Supplier;

/// `GET /health` and `GET /ready`.
public final class HealthRoutes implements HttpService {
    private final Supplier<Readiness> readiness;

    /// @param readiness asked for each request; must return at once
    public HealthRoutes(Supplier<Readiness> readiness) {
        this.readiness = readiness;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/health", (_, response) -> alive(response))
                .get("/ready", (_, response) -> ready(response));
    }

    private static void alive(ServerResponse response) {
        Answers.send(response, Status.OK_200, Answers.object().put("status", "alive"));
    }

    private void ready(ServerResponse response) {
        var now = readiness.get();
        var body =
                Answers.object()
                        .put("ready", now.ready())
                        .put("mode", now.capture().mode())
                        .put("state", now.capture().state().label())
                        .put("capture", now.capture().detail());
        var targets = body.putArray("targets");
        now.targets().forEach(target -> put(target, targets.addObject()));
        Answers.send(response, now.ready() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503, body);
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
