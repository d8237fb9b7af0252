package dev.parley.app.assembly;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.app.admin.Operators;
import dev.parley.app.doctor.Doctor;
import dev.parley.app.doctor.Report;
import dev.parley.app.doctor.ReportJson;
import dev.parley.app.doctor.site.Site;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `GET /ready/checks`: what `parley doctor` finds of this deployment, as its `--json`, except the canary,
/// which writes a message. 503 when a check failed. One looks at a time; an answer is 10 s old at most.
///
/// Runs on the request's own virtual thread and may take seconds.
final class ChecksRoute implements HttpService {
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final Operators operators;
    private final Supplier<Site> site;
    private final InstantSource clock;
    private final Doctor doctor = Doctor.withoutTrace();
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable Report last;

    @GuardedBy("lock")
    private Instant looked = Instant.MIN;

    /// @param operators who is answered
    /// @param site opens the deployment, for one look
    ChecksRoute(Operators operators, Supplier<Site> site, InstantSource clock) {
        this.operators = operators;
        this.site = site;
        this.clock = clock;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/ready/checks", this::answer);
    }

    private void answer(ServerRequest request, ServerResponse response) {
        if (!operators.admit(request, response)) {
            return;
        }
        try {
            var report = report();
            response.status(report.ok() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503);
            response.header(HeaderNames.CACHE_CONTROL, "no-store");
            response.header(HeaderNames.CONTENT_TYPE, "application/json");
            response.send(ReportJson.of(report));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the server stops
            response.status(Status.SERVICE_UNAVAILABLE_503).send();
        }
    }

    private Report report() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var known = last;
            if (known != null && clock.instant().isBefore(looked.plus(FRESH))) {
                return known;
            }
            try (var opened = site.get()) {
                var report = doctor.examine(opened);
                last = report;
                looked = clock.instant();
                return report;
            }
        } finally {
            lock.unlock();
        }
    }
}
