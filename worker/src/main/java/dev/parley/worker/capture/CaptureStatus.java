// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// The state capturing is in, and its transitions: each is logged once, however often it is tried.
///
/// Any thread may call any method.
final class CaptureStatus {
    private static final Logger log = LoggerFactory.getLogger(Capture.class);

    private final CaptureMeters meters;
    private final Map<CaptureStrategy, Obstacle> obstacles = new EnumMap<>(CaptureStrategy.class);
    private CaptureStrategy strategy;
    private CaptureState state = CaptureState.STARTING;
    private String reason = "starting";

    /// @param strategy the way that is tried first
    CaptureStatus(CaptureStrategy strategy, CaptureMeters meters) {
        this.strategy = strategy;
        this.meters = meters;
    }

    /// What was last in the way of a strategy.
    private record Obstacle(CaptureState state, String reason) {}

    /// Notes that changes arrive.
    synchronized void running(CaptureStrategy now) {
        obstacles.remove(now);
        enter(now, CaptureState.RUNNING, "");
        log.atInfo().addKeyValue("mode", now.label()).log("capturing");
    }

    /// Notes that a way does not work and another is tried at once.
    synchronized void fellBack(
            CaptureStrategy from, CaptureState why, RuntimeException cause, CaptureStrategy to) {
        enter(to, why, message(cause));
        if (isNews(from, why, message(cause))) {
            log.atLevel(why.level())
                    .addKeyValue("mode", from.label())
                    .addKeyValue("state", why.label())
                    .addKeyValue("reason", message(cause))
                    .log("this way of capturing is not possible now, falling back to another");
        }
    }

    /// Notes that capturing stands still.
    synchronized void stopped(
            CaptureStrategy at, CaptureState now, RuntimeException cause, Duration wait) {
        enter(at, now, message(cause));
        if (isNews(at, now, message(cause))) {
            // with no other way to go, what would be a warning asks for a person
            var level = now.allowsFallback() ? Level.ERROR : now.level();
            var line = log.atLevel(level);
            if (now == CaptureState.DEFECT) {
                line = line.setCause(cause);
            }
            line.addKeyValue("mode", at.label())
                    .addKeyValue("state", now.label())
                    .addKeyValue("reason", message(cause))
                    .addKeyValue("retryMillis", wait.toMillis())
                    .log(
                            now.isStandby()
                                    ? "standing by, looking again and again"
                                    : "capturing stopped, starting again");
        }
    }

    /// Notes that a better way than the running one was tried and is still not possible.
    synchronized void stillNot(CaptureStrategy better, CaptureState why, RuntimeException cause) {
        if (isNews(better, why, message(cause))) {
            log.atLevel(why.level())
                    .addKeyValue("mode", better.label())
                    .addKeyValue("state", why.label())
                    .addKeyValue("reason", message(cause))
                    .log("a better way of capturing is not possible now");
        }
    }

    /// Notes that a better way has become possible and is gone over to.
    synchronized void recovered(CaptureStrategy from, CaptureStrategy to) {
        obstacles.remove(to);
        log.atInfo()
                .addKeyValue("mode", to.label())
                .addKeyValue("from", from.label())
                .log("going over to a better way of capturing");
    }

    /// Notes that everything in memory is left to the tables.
    void spilled() {
        meters.spilled();
    }

    /// Returns what capturing is doing.
    ///
    /// @param running said of a source that runs
    synchronized CaptureReport status(String running) {
        var better =
                obstacles.entrySet().stream()
                        .filter(entry -> entry.getKey().compareTo(strategy) < 0)
                        .map(entry ->
                                "no %s: %s"
                                        .formatted(
                                                entry.getKey().label(), entry.getValue().reason()));
        var runs = state == CaptureState.RUNNING;
        var said = new ArrayList<>(List.of(runs ? running : reason));
        better.filter(text -> runs || !text.endsWith(reason)).forEach(said::add);
        return new CaptureReport(strategy.label(), state, String.join("; ", said));
    }

    private void enter(CaptureStrategy at, CaptureState now, String why) {
        if (now != state || at != strategy) {
            meters.entered(now);
        }
        strategy = at;
        state = now;
        reason = why;
    }

    /// What has been said of a way is not said again at every try, in whatever words it fails.
    private boolean isNews(CaptureStrategy about, CaptureState now, String why) {
        var before = obstacles.put(about, new Obstacle(now, why));
        return before == null || before.state() != now;
    }

    private static String message(RuntimeException cause) {
        return String.valueOf(cause.getMessage());
    }
}
