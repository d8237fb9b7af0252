// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.audit;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parley.worker.fixture.ManualClock;
import dev.parley.worker.meter.WorkerMeters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// The auditor with a clock that moves when told and a database that says what it is told to.
final class AuditorTest {
    private final ManualClock clock = new ManualClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Logger logger = (Logger) LoggerFactory.getLogger(LagAlert.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private boolean away;
    private BacklogSnapshot next = look(0);
    private final Auditor auditor =
            new Auditor(this::answer, List.of("pusher"), clock, new WorkerMeters(registry));

    @BeforeEach
    void listen() {
        log.start();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(log);
    }

    @AfterEach
    void stop_listening() {
        logger.detachAppender(log);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    @Test
    void each_alarm_is_said_once_and_its_end_once() {
        for (var age : new int[] {0, 4, 9, 10, 30, 59, 60, 61, 300, 4, 0}) {
            next = look(age);
            auditor.look();
        }

        assertThat(log.list)
                .extracting(ILoggingEvent::getLevel)
                .extracting(Object::toString)
                .containsExactly("WARN", "ERROR", "INFO");
        assertThat(log.list.getFirst().getKeyValuePairs())
                .extracting(Object::toString)
                .containsExactly(
                        "target=\"pusher\"",
                        "ageSeconds=\"10\"",
                        "waiting=\"7\"",
                        "rooms=\"2\"",
                        "oldestRooms=\"r1 r2\"");
    }

    @Test
    void an_age_that_swings_about_a_bound_is_said_once() {
        for (var age : new int[] {10, 9, 11, 60, 59, 61, 9, 10}) {
            next = look(age);
            auditor.look();
        }

        assertThat(log.list)
                .extracting(ILoggingEvent::getLevel)
                .extracting(Object::toString)
                .containsExactly("WARN", "ERROR");
    }

    @Test
    void the_age_grows_while_the_database_is_away_and_shrinks_when_it_is_back() {
        next = look(3);
        auditor.look();
        away = true;

        clock.advance(Duration.ofSeconds(8));
        auditor.look();

        assertThat(gauge("unpublished.age.seconds")).isEqualTo(11);
        clock.advance(Duration.ofSeconds(50));
        assertThat(gauge("unpublished.age.seconds")).isEqualTo(61);
        auditor.look();
        away = false;
        next = look(0);
        auditor.look();
        assertThat(gauge("unpublished.age.seconds")).isZero();
        assertThat(log.list)
                .extracting(ILoggingEvent::getLevel)
                .extracting(Object::toString)
                .containsExactly("WARN", "ERROR", "INFO");
        assertThat(registry.get("parley.worker.audits").tag("result", "failed").counter().count())
                .isEqualTo(2);
    }

    @Test
    void a_database_that_never_answered_raises_the_alarm_too() {
        away = true;
        clock.advance(Duration.ofSeconds(60));

        auditor.look();

        assertThat(log.list).hasSize(1);
        assertThat(log.list.getFirst().getLevel()).hasToString("ERROR");
    }

    @Test
    void what_was_seen_is_shown() {
        next = look(2);
        auditor.look();

        assertThat(gauge("unpublished.events")).isEqualTo(7);
        assertThat(gauge("unpublished.events.deepest")).isEqualTo(5);
        assertThat(gauge("unpublished.rooms")).isEqualTo(2);
        assertThat(gauge("slot.present")).isEqualTo(1);
        assertThat(gauge("slot.active")).isEqualTo(1);
        assertThat(gauge("slot.lag.bytes")).isEqualTo(100);
        assertThat(gauge("slot.retained.bytes")).isEqualTo(4_096);
    }

    private double gauge(String name) {
        return registry.get("parley.worker." + name).gauge().value();
    }

    private BacklogSnapshot answer() throws SQLException {
        if (away) {
            throw new SQLException("the database is away");
        }
        return next;
    }

    private static BacklogSnapshot look(int seconds) {
        var backlog = new Backlog(2, 7, 5, Duration.ofSeconds(seconds), List.of("r1", "r2"));
        return new BacklogSnapshot(
                Map.of("pusher", backlog), Optional.of(new SlotLag(true, 100, 4_096)));
    }
}
