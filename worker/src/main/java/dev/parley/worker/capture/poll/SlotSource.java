// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.poll;

import dev.parley.database.DatabaseUrl;
import dev.parley.worker.capture.CaptureConfig;
import dev.parley.worker.capture.CaptureMeters;
import dev.parley.worker.capture.CaptureSession;
import dev.parley.worker.capture.CaptureStrategy;
import dev.parley.worker.capture.ChangeSource;
import dev.parley.worker.capture.PreparationMode;
import dev.parley.worker.capture.slot.Lease;
import dev.parley.worker.capture.slot.SlotKeeper;
import dev.parley.worker.capture.slot.SourceConnections;
import dev.parley.worker.capture.wal.Lsn;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Reads the write-ahead log through the same slot, by SQL: looks at what is in it, and moves it on when
/// that is safe. Works through poolers, which pass no replication on; no change is taken out of the slot
/// before it is confirmed.
///
/// The thread that calls [#session] does it all; others may prepare, wake and end.
public final class SlotSource implements ChangeSource {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SourceConnections connections;
    private final CaptureConfig config;
    private final SlotKeeper keeper;
    private final Lease lease;
    private final InstantSource clock;
    private final AdaptivePoller poller;
    private volatile boolean closed;
    private volatile boolean ending;
    private volatile Lsn confirmed = Lsn.ZERO;

    /// @param meters told when a slot had to be made
    /// @param lease held while this looks
    public SlotSource(
            DatabaseUrl url,
            CaptureConfig config,
            CaptureMeters meters,
            Lease lease,
            InstantSource clock) {
        this.connections = new SourceConnections(url);
        this.config = config;
        this.keeper = new SlotKeeper(connections, config, meters);
        this.lease = lease;
        this.clock = clock;
        this.poller = new AdaptivePoller(config, clock);
    }

    @Override
    public CaptureStrategy strategy() {
        return CaptureStrategy.SLOT;
    }

    @Override
    public void prepare(PreparationMode mode) {
        keeper.ensure(mode);
    }

    @Override
    public void session(CaptureSession session) throws InterruptedException {
        ending = false;
        try (var held = lease.take(true);
                var connection = connections.brief(PATIENCE)) {
            look(connection, session, held);
        } catch (SQLException e) {
            throw keeper.judged("cannot read slot " + config.slot(), e);
        }
    }

    private void look(Connection connection, CaptureSession session, Lease.Held held)
            throws SQLException, InterruptedException {
        var epoch = new EpochWatch(session.begin(Optional.empty()), clock);
        var reading =
                new SlotSession(
                        new SlotReading(connection, config),
                        config,
                        keeper.maxWaitingBytes(),
                        session,
                        clock);
        while (!closed && !ending) {
            held.check();
            epoch.check(connection);
            poller.looked(reading.look());
            confirmed = reading.confirmed();
            poller.await();
        }
    }

    @Override
    public void wake() {
        poller.wake();
    }

    @Override
    public String detail() {
        return "slot %s by SQL every %d to %d ms, confirmed to %s"
                .formatted(
                        config.slot(),
                        config.fastPoll().toMillis(),
                        config.slowPoll().toMillis(),
                        confirmed);
    }

    @Override
    public void end() {
        ending = true;
        poller.wake();
    }

    @Override
    public void close() {
        closed = true;
        poller.wake();
    }
}
