package dev.parley.worker.capture;

import dev.parley.database.DatabaseUrl;
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
final class SlotSource implements ChangeSource {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Connections connections;
    private final CaptureConfig config;
    private final SlotKeeper keeper;
    private final Lease lease;
    private final InstantSource clock;
    private final Rhythm rhythm;
    private volatile boolean closed;
    private volatile boolean ending;
    private volatile Lsn confirmed = Lsn.ZERO;

    /// @param lease held while this looks
    SlotSource(
            DatabaseUrl url,
            CaptureConfig config,
            Journal journal,
            Lease lease,
            InstantSource clock) {
        this.connections = new Connections(url);
        this.config = config;
        this.keeper = new SlotKeeper(connections, config, journal);
        this.lease = lease;
        this.clock = clock;
        this.rhythm = new Rhythm(config, clock);
    }

    @Override
    public void prepare(Preparation preparation) {
        keeper.ensure(preparation);
    }

    @Override
    public void session(ChangeSink sink) throws InterruptedException {
        ending = false;
        try (var held = lease.take(true);
                var connection = connections.brief(PATIENCE)) {
            look(connection, sink, held);
        } catch (SQLException e) {
            throw keeper.judged("cannot read slot " + config.slot(), e);
        }
    }

    private void look(Connection connection, ChangeSink sink, Lease.Held held)
            throws SQLException, InterruptedException {
        var epoch = new EpochWatch(Beginning.of(sink, Optional.empty()), clock);
        var session =
                new SlotSession(
                        new SlotReading(connection, config),
                        config,
                        keeper.maxWaitingBytes(),
                        sink,
                        clock);
        while (!closed && !ending) {
            held.check();
            epoch.check(connection);
            rhythm.looked(session.look());
            confirmed = session.confirmed();
            rhythm.await();
        }
    }

    @Override
    public void wake() {
        rhythm.wake();
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
        rhythm.wake();
    }

    @Override
    public void close() {
        closed = true;
        rhythm.wake();
    }
}
