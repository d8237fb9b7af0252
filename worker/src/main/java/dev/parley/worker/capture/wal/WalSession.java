// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.wal;

import dev.parley.worker.capture.CaptureConfig;
import dev.parley.worker.capture.CaptureException;
import dev.parley.worker.capture.CaptureSession;
import dev.parley.worker.capture.CaptureState;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One stream from its start to its end.
///
/// The thread that calls [#run] begins and reads; a second virtual thread, `parley-confirm`, confirms,
/// listens for the heartbeat, and keeps the stream alive while the first one does not read. Both end
/// with the stream.
final class WalSession {
    private static final Logger log = LoggerFactory.getLogger(WalSession.class);

    private final PGReplicationStream stream;
    private final Heartbeat heartbeat;
    private final CaptureConfig config;
    private final long maxWaitingBytes;
    private final CaptureSession session;
    private final Consumer<Lsn> confirmed;
    private final Confirmations confirmations;
    private volatile boolean reading;

    /// Why the confirming thread has cut the stream.
    private volatile @Nullable CaptureException failure;

    /// The confirming thread's own: too much log waits, and that has been said.
    private boolean lagging;

    /// The confirming thread's own: the log reaches at least to here.
    private Lsn written = Lsn.ZERO;

    /// @param maxWaitingBytes how much log may wait for targets before their events are left to the tables
    /// @param confirmations of this stream alone
    /// @param confirmed told how far the log was confirmed, by the confirming thread
    WalSession(
            PGReplicationStream stream,
            Heartbeat heartbeat,
            CaptureConfig config,
            long maxWaitingBytes,
            CaptureSession session,
            Confirmations confirmations,
            Consumer<Lsn> confirmed) {
        this.stream = stream;
        this.heartbeat = heartbeat;
        this.config = config;
        this.maxWaitingBytes = maxWaitingBytes;
        this.session = session;
        this.confirmations = confirmations;
        this.confirmed = confirmed;
    }

    /// Begins and reads until the stream fails.
    ///
    /// @param from transactions that ended here or before are passed over
    /// @param epoch the epoch the stream belongs to
    /// @param cut ends the stream from another thread
    void run(Lsn from, String epoch, Runnable cut) throws SQLException, InterruptedException {
        var confirming = Thread.ofVirtual().name("parley-confirm").start(() -> confirm(cut));
        try {
            var _ = session.begin(Optional.of(epoch));
            read(from);
        } catch (SQLException e) {
            if (failure != null) {
                throw failure;
            }
            throw e;
        } finally {
            confirming.interrupt();
            confirming.join();
        }
    }

    private void read(Lsn from) throws SQLException {
        var reader = new LogReader(session.sink(), confirmations, from);
        heartbeat.streamBegan();
        reading = true;
        for (var bytes = stream.read(); bytes != null; bytes = stream.read()) {
            heartbeat.heard();
            reader.read(bytes);
        }
        throw new CaptureException(CaptureState.STREAM_ENDED, "the server ended the stream");
    }

    private void confirm(Runnable cut) {
        var never = new CountDownLatch(1);
        try {
            while (!never.await(config.statusInterval().toMillis(), TimeUnit.MILLISECONDS)) {
                if (reading) {
                    confirmOnce();
                    heartbeat.beat();
                } else {
                    stream.forceUpdateStatus(); // reading does this by itself
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the session is over
        } catch (SQLException e) {
            log.atDebug().addKeyValue("reason", e.getMessage()).log("the stream is gone");
            cut.run();
        } catch (CaptureException e) {
            failure = e;
            cut.run();
        }
    }

    /// Tells the driver how far the server may forget; the driver sends it at its status interval.
    private void confirmOnce() {
        var upTo = settled();
        var behind = received().bytesSince(upTo);
        if (behind > maxWaitingBytes) {
            if (!lagging) {
                log.atWarn()
                        .addKeyValue("lsn", upTo)
                        .addKeyValue("bytes", behind)
                        .log("too much log waits for targets, leaving their events to the tables");
            }
            session.spill();
            upTo = settled();
        }
        lagging = behind > maxWaitingBytes;
        if (!isWritten(upTo)) {
            return;
        }
        stream.setFlushedLSN(LogSequenceNumber.valueOf(upTo.value()));
        stream.setAppliedLSN(LogSequenceNumber.valueOf(upTo.value()));
        confirmed.accept(upTo);
    }

    /// A position that the stream made up would, once confirmed, make the server forget what is yet to
    /// come; so no position is confirmed that the server has not named on another connection.
    private boolean isWritten(Lsn upTo) {
        if (upTo.compareTo(written) > 0) {
            var end = heartbeat.written();
            written = end.orElse(written);
            if (end.isPresent() && upTo.compareTo(written) > 0) {
                throw new CaptureException(
                        CaptureState.LOG_UNREADABLE,
                        "the stream is at %s, but the log ends at %s".formatted(upTo, written));
            }
        }
        return upTo.compareTo(written) <= 0;
    }

    private Lsn settled() {
        // the order of these two lines matters, see Confirmations
        var received = received();
        return confirmations.confirmable(received);
    }

    private Lsn received() {
        return new Lsn(stream.getLastReceiveLSN().asLong());
    }
}
