package dev.parley.worker.capture;

import dev.parley.worker.capture.CaptureException.Kind;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One stream from its start to its end.
///
/// The thread that calls [#run] reads; a second virtual thread, `parley-confirm`, confirms and listens
/// for the heartbeat. Both end with the stream.
final class WalSession {
    private static final Logger log = LoggerFactory.getLogger(WalSession.class);

    private final PGReplicationStream stream;
    private final Heartbeat heartbeat;
    private final CaptureConfig config;
    private final ChangeSink sink;
    private final Consumer<Lsn> confirmed;
    private final Confirmations confirmations = new Confirmations();

    /// @param confirmed told how far the log was confirmed, by the confirming thread
    WalSession(
            PGReplicationStream stream,
            Heartbeat heartbeat,
            CaptureConfig config,
            ChangeSink sink,
            Consumer<Lsn> confirmed) {
        this.stream = stream;
        this.heartbeat = heartbeat;
        this.config = config;
        this.sink = sink;
        this.confirmed = confirmed;
    }

    /// Reads until the stream fails.
    ///
    /// @param cut ends the stream from another thread
    void run(Runnable cut) throws SQLException, InterruptedException {
        var confirming = Thread.ofVirtual().name("parley-confirm").start(() -> confirm(cut));
        try {
            read();
        } finally {
            confirming.interrupt();
            confirming.join();
        }
    }

    private void read() throws SQLException {
        var rows = new RowReader();
        var receipt = new Receipt();
        for (var bytes = stream.read(); bytes != null; bytes = stream.read()) {
            heartbeat.heard();
            var held = receipt;
            switch (decode(bytes)) {
                case WalMessage.Begin _ -> {
                    receipt = new Receipt();
                    confirmations.begin();
                }
                case WalMessage.Commit(var end) -> {
                    confirmations.complete(receipt, end);
                    receipt.release();
                }
                case WalMessage.Relation relation -> rows.learn(relation);
                case WalMessage.Insert insert ->
                        rows.inserted(insert).ifPresent(change -> sink.accept(change, held));
                case WalMessage.Update update ->
                        rows.updated(update).ifPresent(change -> sink.accept(change, held));
                case WalMessage.Delete _, WalMessage.Truncate _, WalMessage.Aside _ -> {}
            }
        }
        throw new CaptureException(Kind.PASSING, "the server ended the stream", null);
    }

    private WalMessage decode(ByteBuffer bytes) {
        try {
            return WalDecoder.decode(bytes);
        } catch (WalFormatException e) {
            throw new CaptureException(
                    Kind.MISCONFIGURED,
                    "cannot read the log at %s: %s".formatted(received(), e.getMessage()),
                    e);
        }
    }

    private void confirm(Runnable cut) {
        var never = new CountDownLatch(1);
        try {
            while (!never.await(config.statusInterval().toMillis(), TimeUnit.MILLISECONDS)) {
                confirmOnce();
                if (!heartbeat.beat()) {
                    log.atWarn().log("nothing comes through the stream any more, cutting it");
                    cut.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the session is over
        }
    }

    /// Tells the driver how far the server may forget; the driver sends it at its status interval.
    private void confirmOnce() {
        // the order of these two lines matters, see Confirmations
        var received = received();
        var upTo = confirmations.confirmable(received);
        stream.setFlushedLSN(LogSequenceNumber.valueOf(upTo.value()));
        stream.setAppliedLSN(LogSequenceNumber.valueOf(upTo.value()));
        confirmed.accept(upTo);
        if (received.bytesSince(upTo) > config.maxUnconfirmedBytes()) {
            log.atWarn()
                    .addKeyValue("lsn", upTo)
                    .log("too much log waits for targets, leaving their events to the tables");
            sink.spill();
        }
    }

    private Lsn received() {
        return new Lsn(stream.getLastReceiveLSN().asLong());
    }
}
