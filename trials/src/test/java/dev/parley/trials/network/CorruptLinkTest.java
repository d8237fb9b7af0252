// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.network;

import static dev.parley.trials.rig.Trial.proven;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.trials.fault.Fault;
import dev.parley.trials.rig.PublishedEvents;
import dev.parley.trials.rig.SharedHarness;
import dev.parley.trials.rig.Trial;
import dev.parley.trials.rig.WorkerHarness;
import dev.parley.trials.wiretap.Direction;
import dev.parley.trials.wiretap.Fault.Flip;
import dev.parley.trials.wiretap.FaultProxy;
import dev.parley.trials.wiretap.ProxyEvent;
import dev.parley.trials.writer.Rooms;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Changed bytes in the stream of the log, which no checksum catches because the link has no TLS.
///
/// What follows from it depends on the byte. One that belongs to the form of the stream stops the session
/// with nothing acknowledged. One inside a text or a number is not to be told from what was written:
/// only TLS (`sslmode`) protects it.
@ExtendWith(SharedHarness.class)
@Tag("long")
@Timeout(240)
final class CorruptLinkTest {
    private static final Duration START = Duration.ofSeconds(1);
    private static final Duration MARK = Duration.ofMillis(1_500);
    private static final String ACKNOWLEDGED =
            "select confirmed_flush_lsn from pg_replication_slots where slot_name = 'parley'";

    private final WorkerHarness harness;
    private final FaultProxy link;

    CorruptLinkTest(WorkerHarness harness) {
        this.harness = harness;
        this.link = harness.link();
    }

    /// A worker that has met an unreadable log keeps to the tables for a while.
    @BeforeEach
    void begin_with_a_worker_that_reads_the_log() {
        harness.link().heal();
        harness.restartWorker();
    }

    @ParameterizedTest
    @CsvSource({
        "type of the frame,              -38, 1, 8",
        "length of the frame,            -37, 1, 20",
        "kind of the frame's content,    -33, 1, 8",
        "tag of the row,                  -8, 1, 8",
        "number of the table,             -4, 64, 8",
        "number of cells,                 -1, 1, 8",
        "kind of the first cell,           0, 1, 8",
        "length of the first cell,         4, 1, 8",
        "first byte of the room's id,      5, 128, 8",
        "digit of the room's id,           6, 1, 8",
        "hyphen in the room's id,         13, 1, 8",
        "first digit of the number,       46, 64, 8",
    })
    void a_changed_byte_of_the_form_stops_the_stream_and_nothing_is_acknowledged(
            String what, int offset, int mask, int seconds) throws InterruptedException {
        try (var trial = harness.begin("corrupt link: " + what)) {
            var room = trial.write(1, 20).ids().getFirst();
            var mark = new StringBuilder();
            corrupt(trial, row(room, offset, mask), seconds, mark);

            var verdict = trial.judge(100);
            verdict.requireClean();
            harness.restartWorker();
            Awaitility.await("all is acknowledged at last")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> isAcknowledged(mark.toString()));
        }
    }

    @Test
    void a_changed_position_is_never_acknowledged_beyond_the_log() throws InterruptedException {
        try (var trial = harness.begin("corrupt link: position of a row")) {
            var room = trial.write(1, 20).ids().getFirst();
            trial.timeline()
                    .at(START, "corrupts", begin(row(room, -31, 1)))
                    .at(
                            START.plusSeconds(8),
                            "heals",
                            proven(
                                    "byte changed",
                                    () -> link.count(ProxyEvent.FLIPPED),
                                    link::heal));
            trial.run();

            assertThat(harness.value("select pg_current_wal_lsn() >= (" + ACKNOWLEDGED + ")"))
                    .as("acknowledged only what is in the log")
                    .isEqualTo("t");
            trial.judge(100).requireClean();
        }
    }

    @Test
    void data_that_is_no_json_any_more_goes_as_a_reference() throws InterruptedException {
        try (var trial = harness.begin("corrupt link: brace of the data")) {
            var room = trial.write(1, 20).ids().getFirst();
            trial.timeline()
                    .at(START, "corrupts", begin(brace(room)))
                    .at(
                            START.plusSeconds(5),
                            "heals",
                            proven(
                                    "byte changed",
                                    () -> link.count(ProxyEvent.FLIPPED),
                                    link::heal));
            trial.run();

            trial.judge(80).requireClean();
            assertThat(PublishedEvents.references(trial.taken())).isNotEmpty();
        }
    }

    /// Changes bytes for a while; halfway through that, what was written soon after its start must still
    /// be unacknowledged.
    private void corrupt(Trial trial, Flip flip, int seconds, StringBuilder mark)
            throws InterruptedException {
        trial.timeline()
                .at(START, "corrupts", begin(flip))
                .at(
                        MARK,
                        "remembers the end of the log",
                        () -> {
                            mark.append(harness.value("select pg_current_wal_lsn()"));
                            return mark.toString();
                        })
                .at(
                        START.plusSeconds(seconds),
                        "heals",
                        proven(
                                "byte changed",
                                () -> link.count(ProxyEvent.FLIPPED),
                                () -> {
                                    assertThat(isAcknowledged(mark.toString()))
                                            .as("acknowledged although unreadable")
                                            .isFalse();
                                    link.heal();
                                }));
        trial.run();
    }

    private boolean isAcknowledged(String position) {
        return harness.value("select (" + ACKNOWLEDGED + ") >= '" + position + "'::pg_lsn")
                .equals("t");
    }

    private Fault begin(Flip flip) {
        return () -> {
            link.suffer(Direction.TO_CLIENT, flip);
            return flip.toString();
        };
    }

    /// Changes a byte of every row of a room in the stream, where its first cell is the room's id: 36
    /// characters (`$`) of text (`t`). Answers to queries have no such letter before the length.
    private static Flip row(UUID room, int offset, int mask) {
        return new Flip("t\0\0\0$" + room, offset, mask);
    }

    /// Changes the first byte of every row's data, the cell after the one that names the channel.
    private static Flip brace(UUID room) {
        var channel = Rooms.channel(room);
        return new Flip(channel + "t", channel.length() + 5, 1);
    }
}
