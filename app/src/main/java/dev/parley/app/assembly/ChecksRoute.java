// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.parley.app.admin.AccessGuard;
import dev.parley.app.doctor.Doctor;
import dev.parley.app.doctor.DoctorReport;
import dev.parley.app.doctor.DoctorReportJson;
import dev.parley.app.doctor.deployment.Deployment;
import dev.parley.http.RequestFilter;
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

    private final AccessGuard guard;
    private final Supplier<Optional<Deployment>> deployment;
    private final InstantSource clock;
    private final Doctor doctor = Doctor.forPolling();
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable DoctorReport last;

    @GuardedBy("lock")
    private Instant looked = Instant.MIN;

    /// @param guard decides who is answered
    /// @param deployment opens the deployment, for one look; empty while its ports are not known
    ChecksRoute(AccessGuard guard, Supplier<Optional<Deployment>> deployment, InstantSource clock) {
        this.guard = guard;
        this.deployment = deployment;
        this.clock = clock;
    }

    /// Adds the route.
    void addTo(Routes.Builder routes) {
        RequestFilter operators = guard::onPublicPort;
        routes.get("/ready/checks", operators.before(_ -> checked()));
    }

    private Response checked() throws InterruptedException {
        return reports()
                .map(report -> Response.json(report.ok() ? 200 : 503, DoctorReportJson.of(report)))
                .orElseGet(() -> Response.text(503, "still starting"))
                .with("Cache-Control", "no-store");
    }

    private Optional<DoctorReport> reports() throws InterruptedException {
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

    private @Nullable DoctorReport look() throws InterruptedException {
        try (var opened = deployment.get().orElse(null)) {
            return opened == null ? null : doctor.examine(opened);
        }
    }
}
