// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.worker.capture.Acknowledgement;
import dev.parley.worker.capture.CaptureConfig;
import dev.parley.worker.capture.CaptureException;
import dev.parley.worker.capture.CaptureSession;
import dev.parley.worker.capture.CaptureState;
import dev.parley.worker.capture.Change;
import dev.parley.worker.capture.ChangeSink;
import dev.parley.worker.capture.slot.SourceConnections;
import dev.parley.worker.fixture.HoldingSink;
import dev.parley.worker.fixture.SharedDatabase;
import dev.parley.worker.fixture.TestDatabase;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What is confirmed of a stream that misbehaves.
@ExtendWith(SharedDatabase.class)
final class WalSessionTest {
    private static final String EPOCH = "1-1";
    private static final long MUCH = 1L << 40;

    private final ScriptedStream stream = new ScriptedStream();
    private final HoldingSink sink = new HoldingSink();
    private final List<Lsn> confirmed = new ArrayList<>();
    private final TestDatabase database;

    WalSessionTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void nothing_is_confirmed_after_a_message_of_unknown_type() {
        stream.says(100, ScriptedStream.begin(200)).says(150, ByteBuffer.wrap(new byte[] {'?'}));

        assertThatThrownBy(() -> run(sink, MUCH))
                .isInstanceOfSatisfying(
                        CaptureException.class,
                        e -> assertThat(e.state()).isEqualTo(CaptureState.LOG_UNREADABLE))
                .hasMessageContaining("unknown type 0x3f");
        assertThat(stream.flushed()).allMatch(Lsn.ZERO::equals);
    }

    @Test
    void a_position_the_server_does_not_know_is_never_confirmed() {
        stream.says(100, ScriptedStream.begin(200)).says(-1, ScriptedStream.commit(-1));

        assertThatThrownBy(() -> run(sink, MUCH))
                .isInstanceOfSatisfying(
                        CaptureException.class,
                        e -> assertThat(e.state()).isEqualTo(CaptureState.LOG_UNREADABLE))
                .hasMessageContaining("the stream is at FFFFFFFF/FFFFFFFF, but the log ends at");
        assertThat(stream.flushed()).allMatch(Lsn.ZERO::equals);
    }

    @Test
    void the_stream_is_kept_alive_while_the_tables_are_read() {
        var slow =
                new ForwardingSink(sink) {
                    @Override
                    public String begin() {
                        Awaitility.await().until(() -> stream.forced() >= 3);
                        return super.begin();
                    }
                };
        stream.cut();

        assertThatThrownBy(() -> run(slow, MUCH)).hasMessage("cut");
        assertThat(stream.forced()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void tables_of_another_history_than_the_stream_end_the_session() {
        var other =
                new ForwardingSink(sink) {
                    @Override
                    public String begin() {
                        return "2-1";
                    }
                };

        assertThatThrownBy(() -> run(other, MUCH))
                .isInstanceOfSatisfying(
                        CaptureException.class,
                        e -> assertThat(e.state()).isEqualTo(CaptureState.EPOCH_CHANGED));
    }

    @Test
    void too_much_waiting_log_is_left_to_the_tables_and_confirmed_at_once() {
        var spilled = new CountDownLatch(1);
        var acknowledgement = new Acknowledgement();
        var holding =
                new ForwardingSink(sink) {
                    @Override
                    public String begin() {
                        return EPOCH;
                    }

                    @Override
                    public void spill() {
                        acknowledgement.release();
                        spilled.countDown();
                    }
                };
        var confirmations = new Confirmations();
        confirmations.begin();
        acknowledgement.hold();
        confirmations.complete(acknowledgement, new Lsn(1_000));
        stream.says(2_000_000, ScriptedStream.begin(2_000_000))
                .says(2_000_100, ScriptedStream.commit(2_000_100));

        assertThatThrownBy(() -> run(holding, confirmations, 1_000_000)).hasMessage("cut");

        assertThat(spilled.getCount()).isZero();
        assertThat(confirmed).last().isEqualTo(new Lsn(2_000_100));
    }

    private void run(ChangeSink to, long maxWaitingBytes) throws Exception {
        run(to, new Confirmations(), maxWaitingBytes);
    }

    private void run(ChangeSink to, Confirmations confirmations, long maxWaitingBytes)
            throws Exception {
        var config =
                CaptureConfig.defaults().withRhythm(Duration.ofMillis(100), Duration.ofSeconds(30));
        try (var heartbeat =
                new Heartbeat(
                        new SourceConnections(database.url()), config, InstantSource.system())) {
            new WalSession(
                            stream,
                            heartbeat,
                            config,
                            maxWaitingBytes,
                            new CaptureSession(to, () -> {}, () -> {}),
                            confirmations,
                            upTo -> {
                                confirmed.add(upTo);
                                if (upTo.compareTo(Lsn.ZERO) > 0) {
                                    stream.cut();
                                }
                            })
                    .run(Lsn.ZERO, EPOCH, stream::cut);
        }
    }

    /// Passes everything on.
    private static class ForwardingSink implements ChangeSink {
        private final HoldingSink sink;

        ForwardingSink(HoldingSink sink) {
            this.sink = sink;
        }

        @Override
        public String begin() {
            return sink.begin();
        }

        @Override
        public void accept(Change change, Acknowledgement acknowledgement) {
            sink.accept(change, acknowledgement);
        }

        @Override
        public void spill() {
            sink.spill();
        }
    }
}
