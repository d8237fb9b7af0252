// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.wal;

import dev.parley.worker.capture.CaptureConfig;
import dev.parley.worker.capture.CaptureException;
import dev.parley.worker.capture.CaptureState;
import dev.parley.worker.capture.SqlFailure;
import dev.parley.worker.capture.slot.ReplicationSlot;
import dev.parley.worker.capture.slot.SourceConnections;
import dev.parley.worker.retry.TransientSqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out whether a stream still carries anything: writes a small message into the log every few
/// seconds, on a connection of its own, and expects something to come back through the stream.
///
/// A network that swallows everything looks to the driver like a database with nothing to say. The
/// thread that reads calls [#heard]; the one that confirms calls everything else.
final class Heartbeat implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
    private static final Duration BETWEEN = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(15);

    /// Nobody needs it to last. And who flushes holds on to a segment of the log, 16 MB that the server
    /// cannot give back until the next flush of the same connection: a beat that does not costs no disk.
    private static final String BEAT =
            "select set_config('synchronous_commit', 'off', true),"
                    + " pg_logical_emit_message(true, 'parley', '')";

    private final SourceConnections connections;
    private final CaptureConfig config;
    private final InstantSource clock;
    private volatile Instant begun;
    private volatile Instant lastHeard;
    private Instant lastBeat = Instant.EPOCH;
    private @Nullable Connection connection;

    Heartbeat(SourceConnections connections, CaptureConfig config, InstantSource clock) {
        this.connections = connections;
        this.config = config;
        this.clock = clock;
        this.begun = clock.instant();
        this.lastHeard = begun;
    }

    /// Notes that the stream is being read from now on.
    void streamBegan() {
        begun = clock.instant();
        lastHeard = begun;
    }

    /// Notes that something came through the stream.
    void heard() {
        lastHeard = clock.instant();
    }

    /// Beats when it is time to, and checks that the publication still is what it should be: without
    /// it the stream stays alive and tells nothing.
    ///
    /// @throws CaptureException when nothing has come through the stream for too long, or never will, or
    ///     the server shuts down
    void beat() {
        var now = clock.instant();
        if (!lastBeat.plus(BETWEEN).isAfter(now)) {
            lastBeat = now;
            write();
        }
        if (!lastHeard.plus(SILENCE).isAfter(now)) {
            var ever = lastHeard.isAfter(begun);
            throw new CaptureException(
                    ever ? CaptureState.STREAM_SILENT : CaptureState.STREAM_SWALLOWED,
                    "nothing has come through the stream for %d s, not even our own heartbeat"
                            .formatted(SILENCE.toSeconds()));
        }
    }

    /// Returns how far the log reaches by what the server itself says, not the stream; empty when it
    /// does not answer.
    ///
    /// @throws CaptureException when the server shuts down
    Optional<Lsn> written() {
        try (var statement = open().createStatement();
                var row = statement.executeQuery("select pg_current_wal_flush_lsn()")) {
            row.next();
            return Optional.of(Lsn.parse(row.getString(1)));
        } catch (SQLException e) {
            log.atDebug().addKeyValue("reason", e.getMessage()).log("cannot ask for the end");
            failed(e);
            return Optional.empty();
        }
    }

    private Connection open() throws SQLException {
        var open = connection == null ? connections.brief(BETWEEN) : connection;
        connection = open;
        return open;
    }

    private void write() {
        try (var statement = open().createStatement()) {
            statement.execute(BEAT);
            new ReplicationSlot(statement.getConnection(), config).checkPublication();
        } catch (SQLException e) {
            // the stream falls silent, too, or does not: that decides
            log.atDebug().addKeyValue("reason", e.getMessage()).log("heartbeat failed");
            failed(e);
        }
    }

    /// A server that shuts down waits for its streams to be confirmed to the end, which needs positions
    /// written down, which it takes no more: somebody has to let go.
    private void failed(SQLException cause) {
        close();
        if (TransientSqlErrors.isShutdown(cause)) {
            throw SqlFailure.ordinary("the database shuts down, letting go of its stream", cause);
        }
    }

    @Override
    public void close() {
        var open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                log.atDebug()
                        .addKeyValue("reason", e.getMessage())
                        .log("heartbeat was gone already");
            }
        }
    }
}
