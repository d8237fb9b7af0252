// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker;

import dev.parley.worker.dispatch.TargetStatus;
import dev.parley.worker.health.Readiness;
import dev.parley.worker.meter.WorkerMeters;
import dev.parley.worker.publish.Target;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// Shows what the worker is doing as numbers: the same facts that `/ready` tells.
final class ReadinessMeters {
    private ReadinessMeters() {}

    /// @param readiness asked whenever somebody reads a number; must return at once
    static void show(WorkerMeters meters, List<Target> targets, Supplier<Readiness> readiness) {
        meters.show("capture.running", readiness, now -> now.get().ready() ? 1 : 0);
        for (var target : targets.stream().map(Target::name).toList()) {
            show(meters, "queue.events", readiness, target, TargetStatus::waitingEvents);
            show(meters, "queue.bytes", readiness, target, TargetStatus::waitingBytes);
            show(meters, "queue.rooms", readiness, target, TargetStatus::openRooms);
            show(meters, "queue.oldest.seconds", readiness, target, ReadinessMeters::oldest);
            show(meters, "target.catching.up", readiness, target, s -> s.catchingUp() ? 1 : 0);
            show(meters, "target.parked", readiness, target, TargetStatus::parked);
            show(meters, "target.breaker", readiness, target, ReadinessMeters::breaker);
            show(meters, "target.misconfigured", readiness, target, ReadinessMeters::rejects);
            show(meters, "target.clock.ahead.seconds", readiness, target, ReadinessMeters::ahead);
        }
    }

    private static void show(
            WorkerMeters meters,
            String name,
            Supplier<Readiness> readiness,
            String target,
            ToDoubleFunction<TargetStatus> value) {
        meters.show(
                name,
                readiness,
                now ->
                        now.get().targets().stream()
                                .filter(status -> status.name().equals(target))
                                .mapToDouble(value)
                                .sum(),
                "target",
                target);
    }

    private static double oldest(TargetStatus status) {
        return status.oldestWaiting().toMillis() / 1000.0;
    }

    private static double breaker(TargetStatus status) {
        return switch (status.health().breaker()) {
            case CLOSED -> 0;
            case PROBING -> 1;
            case OPEN -> 2;
        };
    }

    private static double rejects(TargetStatus status) {
        return status.health().misconfigured() ? 1 : 0;
    }

    private static double ahead(TargetStatus status) {
        return status.health().clockAhead().map(ahead -> (double) ahead.toSeconds()).orElse(0.0);
    }
}
