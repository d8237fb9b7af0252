package dev.parley.app.assembly;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.app.admin.Operators;
import dev.parley.app.doctor.Doctor;
import dev.parley.app.doctor.Report;
import dev.parley.app.doctor.ReportJson;
import dev.parley.app.doctor.site.Site;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `GET /ready/checks`: what `parley doctor` finds of this deployment, as its `--json`, except
/// what leaves a trace and what reads many rows. 503 when a check failed, or while the start is under way. One looks at a time, and
/// what it found serves for 10 s from its beginning.
///
/// Runs on the request's own virtual thread and may take seconds.
final class ChecksRoute {
    private static final Duration FRESH = Duration.ofSeconds(10);

    private final Operators operators;
    private final Supplier<Optional<Site>> site;
    private final InstantSource clock;
    private final Doctor doctor = Doctor.forPolling();
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

    /// Adds the route.
    void addTo(Routes.Builder routes) {
        routes.get("/ready/checks", this::answer);
    }

    private Response answer(Request request) throws InterruptedException {
        var refusal = operators.refusal(request);
        return refusal.isPresent() ? refusal.get() : checked().with("Cache-Control", "no-store");
    }

    private Response checked() throws InterruptedException {
        return report().map(report -> Response.json(report.ok() ? 200 : 503, ReportJson.of(report)))
                .orElseGet(() -> Response.text(503, "still starting"));
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
