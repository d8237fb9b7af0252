// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.poll;

import dev.parley.worker.capture.Acknowledgement;
import dev.parley.worker.capture.CaptureConfig;
import dev.parley.worker.capture.CaptureSession;
import dev.parley.worker.capture.CaptureStrategy;
import dev.parley.worker.capture.Change;
import dev.parley.worker.capture.ChangeSink;
import dev.parley.worker.capture.ChangeSource;
import dev.parley.worker.capture.PreparationMode;
import dev.parley.worker.capture.SqlFailure;
import dev.parley.worker.capture.slot.Lease;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/// Looks at the tables again and again: often while there is traffic, seldom while there is none, at
/// once when woken. Works over any connection, poolers included.
///
/// The thread that calls [#session] does it all; others may wake and close.
public final class TablesSource implements ChangeSource {
    private static final String BEHIND =
            "select distinct room_id, last_rev from parley.backlog where target = any (?)";
    private static final String CURSORS =
            """
            select room_id, user_id, read_seq, delivered_seq from public.room_cursors
            where updated_at > now() - interval '5 seconds'
            """;

    private final DataSource database;
    private final CaptureConfig config;
    private final List<String> targets;
    private final Lease lease;
    private final InstantSource clock;
    private final AdaptivePoller poller;
    private volatile boolean closed;
    private volatile boolean ending;

    /// @param targets names of all targets; a room counts as changed when one of them is behind in it
    /// @param lease held while this looks
    public TablesSource(
            DataSource database,
            CaptureConfig config,
            List<String> targets,
            Lease lease,
            InstantSource clock) {
        this.database = database;
        this.config = config;
        this.targets = List.copyOf(targets);
        this.lease = lease;
        this.clock = clock;
        this.poller = new AdaptivePoller(config, clock);
    }

    @Override
    public CaptureStrategy strategy() {
        return CaptureStrategy.TABLES;
    }

    @Override
    public void prepare(PreparationMode mode) {
        // a session needs nothing but the tables, and finds out by itself
    }

    @Override
    public void session(CaptureSession session) throws InterruptedException {
        ending = false;
        try (var held = lease.take(false)) {
            look(session, held);
        } catch (SQLException e) {
            throw SqlFailure.ordinary("cannot look for changes", e);
        }
    }

    private void look(CaptureSession session, Lease.Held held)
            throws SQLException, InterruptedException {
        var epoch = new EpochWatch(session.begin(Optional.empty()), clock);
        var sink = session.sink();
        Map<String, Change> rooms = Map.of();
        Map<List<String>, Change> cursors;
        try (var connection = database.getConnection()) {
            cursors = moved(connection);
        }
        while (!closed && !ending) {
            try (var connection = database.getConnection()) {
                held.check();
                epoch.check(connection);
                var roomsNow = behind(connection);
                var cursorsNow = moved(connection);
                var news = handOver(sink, rooms, roomsNow) + handOver(sink, cursors, cursorsNow);
                rooms = roomsNow;
                cursors = cursorsNow;
                poller.looked(news > 0);
            }
            poller.await();
        }
    }

    @Override
    public void wake() {
        poller.wake();
    }

    @Override
    public String detail() {
        return "tables every %d to %d ms"
                .formatted(config.fastPoll().toMillis(), config.slowPoll().toMillis());
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

    /// Hands over what is new since the last look.
    ///
    /// @return how many changes that were
    private static <K> int handOver(ChangeSink sink, Map<K, Change> before, Map<K, Change> now) {
        var news = 0;
        for (var entry : now.entrySet()) {
            if (!entry.getValue().equals(before.get(entry.getKey()))) {
                sink.accept(entry.getValue(), new Acknowledgement());
                news++;
            }
        }
        return news;
    }

    private Map<String, Change> behind(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement(BEHIND)) {
            query.setArray(1, connection.createArrayOf("text", targets.toArray()));
            try (var rows = query.executeQuery()) {
                var rooms = new HashMap<String, Change>();
                while (rows.next()) {
                    var room = rows.getString(1);
                    rooms.put(room, new Change.Behind(room, rows.getLong(2)));
                }
                return rooms;
            }
        }
    }

    private static Map<List<String>, Change> moved(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement(CURSORS);
                var rows = query.executeQuery()) {
            var cursors = new HashMap<List<String>, Change>();
            while (rows.next()) {
                var room = rows.getString(1);
                var user = rows.getString(2);
                cursors.put(
                        List.of(room, user),
                        new Change.CursorMoved(room, user, rows.getLong(3), rows.getLong(4)));
            }
            return cursors;
        }
    }
}
