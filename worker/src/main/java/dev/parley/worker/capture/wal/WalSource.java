// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.wal;

import dev.parley.database.DatabaseUrl;
import dev.parley.worker.capture.CaptureConfig;
import dev.parley.worker.capture.CaptureMeters;
import dev.parley.worker.capture.CaptureSession;
import dev.parley.worker.capture.CaptureStrategy;
import dev.parley.worker.capture.ChangeSource;
import dev.parley.worker.capture.PreparationMode;
import dev.parley.worker.capture.SqlFailure;
import dev.parley.worker.capture.slot.SlotKeeper;
import dev.parley.worker.capture.slot.SourceConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Streams the write-ahead log through a replication slot.
///
/// The thread that calls [#session] reads, see [WalSession]. The other methods may be called from any
/// thread; ending cuts the connection.
public final class WalSource implements ChangeSource {
    private static final Logger log = LoggerFactory.getLogger(WalSource.class);

    private final SourceConnections connections;
    private final CaptureConfig config;
    private final SlotKeeper keeper;
    private final InstantSource clock;

    /// Opened and tried by [#prepare], taken by [#session].
    private final AtomicReference<@Nullable Connection> ready = new AtomicReference<>();

    private volatile boolean closed;
    private volatile boolean ending;
    private volatile @Nullable Connection streaming;

    /// How far this process has confirmed, and in which epoch.
    private volatile Position confirmed = new Position("", Lsn.ZERO);

    /// @param url a direct address of the database: poolers do not pass replication on
    /// @param meters told when a slot had to be made
    /// @param clock tells how long a stream has been silent
    public WalSource(
            DatabaseUrl url, CaptureConfig config, CaptureMeters meters, InstantSource clock) {
        this.connections = new SourceConnections(url);
        this.config = config;
        this.keeper = new SlotKeeper(connections, config, meters);
        this.clock = clock;
    }

    /// A position of the log of one history.
    private record Position(String epoch, Lsn lsn) {}

    @Override
    public CaptureStrategy strategy() {
        return CaptureStrategy.WAL;
    }

    @Override
    public void prepare(PreparationMode mode) {
        keeper.ensure(mode);
        try {
            var connection = connections.replication(config.senderTimeout());
            close(ready.getAndSet(connection));
            var _ = ServerIdentity.of(connection); // a pooler may let us in and then not know this
            if (closed) {
                close(ready.getAndSet(null));
            }
        } catch (SQLException e) {
            throw SqlFailure.replication("cannot open a replication connection", e);
        }
    }

    @Override
    public void session(CaptureSession session) throws InterruptedException {
        ending = false;
        try (var connection = ready.getAndSet(null)) {
            streaming = connection;
            if (closed || connection == null) {
                return;
            }
            var server = ServerIdentity.of(connection);
            var from = from(server);
            try (var heartbeat = new Heartbeat(connections, config, clock);
                    var stream = start(connection, from)) {
                new WalSession(
                                stream,
                                heartbeat,
                                config,
                                keeper.maxWaitingBytes(),
                                session,
                                new Confirmations(),
                                lsn -> confirmed = new Position(server.epoch(), lsn))
                        .run(from, server.epoch(), this::cut);
            }
        } catch (SQLException e) {
            if (!closed && !ending) {
                throw keeper.judged("the stream of slot " + config.slot() + " ended", e);
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
        return "slot %s, confirmed to %s".formatted(config.slot(), confirmed.lsn());
    }

    @Override
    public void end() {
        ending = true;
        cut();
    }

    @Override
    public void close() {
        closed = true;
        cut();
        close(ready.getAndSet(null));
    }

    /// After a crash the server remembers an older position than it was told. What we know is newer,
    /// unless it is of another history.
    private Lsn from(ServerIdentity server) {
        var own = confirmed;
        return own.epoch().equals(server.epoch()) && own.lsn().compareTo(server.end()) <= 0
                ? own.lsn()
                : Lsn.ZERO;
    }

    private PGReplicationStream start(Connection connection, Lsn from) {
        try {
            return connection
                    .unwrap(PGConnection.class)
                    .getReplicationAPI()
                    .replicationStream()
                    .logical()
                    .withSlotName(config.slot())
                    .withStartPosition(LogSequenceNumber.valueOf(from.value()))
                    .withSlotOption("proto_version", "1")
                    .withSlotOption("publication_names", config.publication())
                    .withSlotOption("messages", "true")
                    .withStatusInterval(
                            (int) config.statusInterval().toMillis(), TimeUnit.MILLISECONDS)
                    .withAutomaticFlush(false)
                    .start();
        } catch (SQLException e) {
            throw SqlFailure.replication("cannot start replication from slot " + config.slot(), e);
        }
    }

    /// Ends a running stream by closing its socket under it.
    private void cut() {
        var connection = streaming;
        if (connection != null) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                log.atDebug().setCause(e).log("replication connection was gone before it was cut");
            }
        }
    }

    private static void close(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                log.atDebug().setCause(e).log("replication connection was gone already");
            }
        }
    }
}
