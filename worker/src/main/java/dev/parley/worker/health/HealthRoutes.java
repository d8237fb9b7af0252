package dev.parley.worker.health;

import dev.parley.worker.http.Answers;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerResponse;
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
        for (var target : now.targets()) {
            var entry =
                    targets.addObject()
                            .put("name", target.name())
                            .put("failing", target.failingSince().isPresent())
                            .put("waitingEvents", target.waitingEvents())
                            .put("waitingBytes", target.waitingBytes())
                            .put("openRooms", target.openRooms());
            target.failingSince().ifPresent(since -> entry.put("failingSince", since.toString()));
        }
        Answers.send(response, now.ready() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503, body);
    }
}
