package dev.parley.worker.capture;

import dev.parley.database.DatabaseUrl;
import dev.parley.worker.capture.CaptureException.Kind;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Streams the write-ahead log through a replication slot.
///
/// The thread that calls [#session] reads; a second virtual thread, `parley-confirm`, lives as long
/// as the session and confirms. [#close] may come from any thread and cuts the connection.
public final class WalSource implements ChangeSource {
    private static final Logger log = LoggerFactory.getLogger(WalSource.class);

    private final DatabaseUrl url;
    private final CaptureConfig config;
    private volatile boolean closed;
    private volatile @Nullable Connection streaming;

    /// For people; a new session starts where the slot stands, whatever this says.
    private volatile Lsn confirmed = Lsn.ZERO;

    /// @param url a direct address of the database: poolers do not pass replication on
    public WalSource(DatabaseUrl url, CaptureConfig config) {
        this.url = url;
        this.config = config;
    }

    @Override
    public void session(ChangeSink sink) throws InterruptedException {
        prepareSlot();
        try (var connection = replicationConnection()) {
            streaming = connection;
            if (closed) {
                return;
            }
            try (var stream = start(connection)) {
                begin(sink);
                stream(stream, sink);
            }
        } catch (SQLException e) {
            if (!closed) {
                throw SqlFailure.replication(
                        "the replication stream of slot " + config.slot() + " ended", e);
            }
        } finally {
            streaming = null;
        }
    }

    @Override
    public void wake() {
        // the server pushes: there is nothing to look up sooner
    }

    @Override
    public String detail() {
        return "slot %s, confirmed to %s".formatted(config.slot(), confirmed);
    }

    @Override
    public void close() {
        closed = true;
        var connection = streaming;
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                log.atDebug().setCause(e).log("replication connection was gone before it was cut");
            }
        }
    }

    private void prepareSlot() {
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), Logins.ordinary(url))) {
            if (new ReplicationSlot(connection, config).ensure()) {
                log.atInfo().addKeyValue("slot", config.slot()).log("replication slot created");
            }
        } catch (SQLException e) {
            throw SqlFailure.ordinary("cannot prepare replication slot " + config.slot(), e);
        }
    }

    private Connection replicationConnection() {
        try {
            return DriverManager.getConnection(url.jdbcUrl(), Logins.replication(url, config));
        } catch (SQLException e) {
            throw SqlFailure.replication("cannot open a replication connection", e);
        }
    }

    private PGReplicationStream start(Connection connection) {
        try {
            return connection
                    .unwrap(PGConnection.class)
                    .getReplicationAPI()
                    .replicationStream()
                    .logical()
                    .withSlotName(config.slot())
                    .withSlotOption("proto_version", "1")
                    .withSlotOption("publication_names", config.publication())
                    .withStatusInterval(
                            (int) config.statusInterval().toMillis(), TimeUnit.MILLISECONDS)
                    .withAutomaticFlush(false)
                    .start();
        } catch (SQLException e) {
            throw SqlFailure.replication("cannot start replication from slot " + config.slot(), e);
        }
    }

    private static void begin(ChangeSink sink) throws InterruptedException {
        try {
            sink.begin();
        } catch (SQLException e) {
            throw SqlFailure.ordinary("cannot read what is still to be published", e);
        }
    }

    private void stream(PGReplicationStream stream, ChangeSink sink)
            throws SQLException, InterruptedException {
        var confirmations = new Confirmations();
        var confirming =
                Thread.ofVirtual()
                        .name("parley-confirm")
                        .start(() -> confirm(stream, confirmations, sink));
        try {
            read(stream, confirmations, sink);
        } finally {
            confirming.interrupt();
            confirming.join();
        }
    }

    private void read(PGReplicationStream stream, Confirmations confirmations, ChangeSink sink)
            throws SQLException {
        var rows = new RowReader();
        var receipt = new Receipt();
        while (!closed) {
            var bytes = stream.read();
            if (bytes == null) {
                throw new CaptureException(Kind.PASSING, "the server ended the stream", null);
            }
            switch (decode(bytes, stream)) {
                case WalMessage.Begin _ -> {
                    receipt = new Receipt();
                    confirmations.begin();
                }
                case WalMessage.Commit(var end) -> {
                    confirmations.complete(receipt, end);
                    receipt.release();
                }
                case WalMessage.Relation relation -> rows.learn(relation);
                case WalMessage.Insert insert -> {
                    var held = receipt;
                    rows.inserted(insert).ifPresent(change -> sink.accept(change, held));
                }
                case WalMessage.Update update -> {
                    var held = receipt;
                    rows.updated(update).ifPresent(change -> sink.accept(change, held));
                }
                case WalMessage.Delete _, WalMessage.Truncate _, WalMessage.Aside _ -> {}
            }
        }
    }

    private static WalMessage decode(ByteBuffer bytes, PGReplicationStream stream) {
        try {
            return WalDecoder.decode(bytes);
        } catch (WalFormatException e) {
            throw new CaptureException(
                    Kind.MISCONFIGURED,
                    "cannot read the log at %s: %s"
                            .formatted(
                                    new Lsn(stream.getLastReceiveLSN().asLong()), e.getMessage()),
                    e);
        }
    }

    /// Tells the driver how far the server may forget; the driver sends it at its status interval.
    private void confirm(PGReplicationStream stream, Confirmations confirmations, ChangeSink sink) {
        var never = new CountDownLatch(1);
        try {
            while (!never.await(config.statusInterval().toMillis(), TimeUnit.MILLISECONDS)) {
                // the order of these two lines matters, see Confirmations
                var received = new Lsn(stream.getLastReceiveLSN().asLong());
                var upTo = confirmations.confirmable(received);
                stream.setFlushedLSN(LogSequenceNumber.valueOf(upTo.value()));
                stream.setAppliedLSN(LogSequenceNumber.valueOf(upTo.value()));
                confirmed = upTo;
                if (received.bytesSince(upTo) > config.maxUnconfirmedBytes()) {
                    log.atWarn()
                            .addKeyValue("slot", config.slot())
                            .addKeyValue("lsn", upTo)
                            .log(
                                    "too much log waits for targets, leaving their events to the tables");
                    sink.spill();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the session is over
        }
    }
}
