// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.visibility;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Asks, and remembers for a few seconds that a room is private, or that nobody answered.
///
/// That a room is public is never remembered: it may be made private at any moment, and what is said
/// in it after that must not reach those who listened before.
final class QueriedVisibility implements RoomVisibility {
    private static final Logger log = LoggerFactory.getLogger(QueriedVisibility.class);
    private static final Duration REMEMBER = Duration.ofSeconds(5);
    private static final int MAX_ROOMS = 10_000;

    private final VisibilityQuery query;
    private final InstantSource clock;

    @GuardedBy("this")
    private final Map<String, Instant> privateUntil = new LinkedHashMap<>();

    /// Whether the last question failed, which was logged then.
    private volatile boolean failing;

    QueriedVisibility(VisibilityQuery query, InstantSource clock) {
        this.query = query;
        this.clock = clock;
    }

    @Override
    public boolean isPublic(String room) {
        if (isRememberedPrivate(room)) {
            return false;
        }
        var isPublic = ask(room);
        if (!isPublic) {
            remember(room);
        }
        return isPublic;
    }

    @Override
    public synchronized void learn(String room, boolean isPublic) {
        privateUntil.remove(room); // asked anew
    }

    @Override
    public String source() {
        return query.source();
    }

    @Override
    public void close() {
        query.close();
    }

    private boolean ask(String room) {
        try {
            var isPublic = query.isPublic(room);
            failing = false;
            return isPublic;
        } catch (IOException | SQLException e) {
            log.atLevel(failing ? Level.DEBUG : Level.WARN)
                    .addKeyValue("reason", e.getMessage())
                    .log("cannot ask whether a room is public, publishing to its private channel");
            failing = true;
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing
            return false;
        }
    }

    private synchronized boolean isRememberedPrivate(String room) {
        var until = privateUntil.get(room);
        return until != null && until.isAfter(clock.instant());
    }

    private synchronized void remember(String room) {
        if (privateUntil.size() >= MAX_ROOMS) {
            privateUntil.clear();
        }
        privateUntil.put(room, clock.instant().plus(REMEMBER));
    }
}
