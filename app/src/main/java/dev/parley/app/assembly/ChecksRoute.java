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
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `GET /ready/checks`: what `parley doctor` finds of this deployment, as its `--json`, except
/// what leaves a trace. 503 when a check failed, or while the start is under way. One looks at a time, and
/// what it found serves for 10 s from its beginning.
///
/// Runs on the request's own virtual thread and may take seconds.
final class ChecksRoute implements HttpService {
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final Operators operators;
    private final Supplier<Optional<Site>> site;
    private final InstantSource clock;
    private final Doctor doctor = Doctor.withoutTrace();
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable Report last;

    @GuardedBy("lock")
    private Instant looked = Instant.MIN;

    /// @param operators who is answered
    /// @param site opens the deployment, for one look; empty while its ports are not known
    ChecksRoute(Operators operators, Supplier<Optional<Site>> site, InstantSource clock) {
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
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        try {
            var report = report();
            if (report.isEmpty()) {
                response.status(Status.SERVICE_UNAVAILABLE_503).send("still starting\n");
                return;
            }
            response.status(report.get().ok() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503);
            response.header(HeaderNames.CONTENT_TYPE, "application/json");
            response.send(ReportJson.of(report.get()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the server stops
            response.status(Status.SERVICE_UNAVAILABLE_503).send("stopping\n");
        }
    }

    private Optional<Report> report() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (last == null || !clock.instant().isBefore(looked.plus(FRESH))) {
                looked = clock.instant();
                last = look();
            }
            return Optional.ofNullable(last);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Report look() throws InterruptedException {
        try (var opened = site.get().orElse(null)) {
            return opened == null ? null : doctor.examine(opened);
        }
    }
}
