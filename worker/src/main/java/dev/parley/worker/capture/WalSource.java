package dev.parley.worker.capture;

import dev.parley.database.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Streams the write-ahead log through a replication slot.
///
/// The thread that calls [#session] reads, see [WalSession]. [#close] may come from any thread and cuts
/// the connection.
public final class WalSource implements ChangeSource {
    private static final Logger log = LoggerFactory.getLogger(WalSource.class);

    private final DatabaseUrl url;
    private final CaptureConfig config;
    private final InstantSource clock;
    private volatile boolean closed;
    private volatile @Nullable Connection streaming;

    /// For people; a new session starts where the slot stands, whatever this says.
    private volatile Lsn confirmed = Lsn.ZERO;

    /// @param url a direct address of the database: poolers do not pass replication on
    /// @param clock tells how long a stream has been silent
    public WalSource(DatabaseUrl url, CaptureConfig config, InstantSource clock) {
        this.url = url;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public void session(ChangeSink sink) throws InterruptedException {
        prepareSlot();
        try (var connection = replicationConnection()) {
            streaming = connection;
            if (closed) {
                return;
            }
            try (var heartbeat = Heartbeat.connect(url, clock);
                    var stream = start(connection)) {
                begin(sink);
                new WalSession(stream, heartbeat, config, sink, lsn -> confirmed = lsn)
                        .run(this::cut);
            }
        } catch (SQLException e) {
            if (!closed) {
                throw SqlFailure.ordinary("the stream of slot " + config.slot() + " ended", e);
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
        cut();
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
                    .withSlotOption("messages", "true")
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
}
