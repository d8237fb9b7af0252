package dev.parley.worker.capture;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/// Looks at the tables again and again: often while there is traffic, seldom while there is none, at
/// once when woken. Works over any connection, poolers included.
///
/// The thread that calls [#session] does it all; others may wake and close.
public final class PollSource implements ChangeSource {
    private static final String BEHIND =
            """
            select c.room_id, c.last_rev
            from public.room_counters c
            where c.last_rev > 0 and exists (
              select from unnest(?::text[]) t (target)
              left join parley.bridge_cursors b on b.target = t.target and b.room_id = c.room_id
              where c.last_rev > coalesce(b.published_rev, 0))
            """;
    private static final String CURSORS =
            """
            select room_id, user_id, read_seq, delivered_seq from public.room_cursors
            where updated_at > now() - interval '5 seconds'
            """;

    private final DataSource database;
    private final CaptureConfig config;
    private final List<String> targets;
    private final Semaphore wakeUps = new Semaphore(0);
    private volatile boolean closed;

    /// @param targets names of all targets; a room counts as changed when one of them is behind in it
    public PollSource(DataSource database, CaptureConfig config, List<String> targets) {
        this.database = database;
        this.config = config;
        this.targets = List.copyOf(targets);
    }

    @Override
    public void session(ChangeSink sink) throws InterruptedException {
        try {
            sink.begin();
            var pause = config.fastPoll();
            Map<UUID, Change> rooms = Map.of();
            Map<List<UUID>, Change> cursors = moved();
            while (!closed) {
                var roomsNow = behind();
                var cursorsNow = moved();
                var news = handOver(sink, rooms, roomsNow) + handOver(sink, cursors, cursorsNow);
                rooms = roomsNow;
                cursors = cursorsNow;
                pause = news > 0 ? config.fastPoll() : slower(pause);
                await(pause);
            }
        } catch (SQLException e) {
            throw SqlFailure.ordinary("cannot look for changes", e);
        }
    }

    @Override
    public void wake() {
        wakeUps.release();
    }

    @Override
    public String detail() {
        return "every %d to %d ms"
                .formatted(config.fastPoll().toMillis(), config.slowPoll().toMillis());
    }

    @Override
    public void close() {
        closed = true;
        wakeUps.release();
    }

    private void await(Duration pause) throws InterruptedException {
        if (wakeUps.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
            wakeUps.drainPermits(); // one look answers them all
        }
    }

    private Duration slower(Duration pause) {
        var doubled = pause.multipliedBy(2);
        return doubled.compareTo(config.slowPoll()) < 0 ? doubled : config.slowPoll();
    }

    /// Hands over what is new since the last look.
    ///
    /// @return how many changes that were
    private static <K> int handOver(ChangeSink sink, Map<K, Change> before, Map<K, Change> now) {
        var news = 0;
        for (var entry : now.entrySet()) {
            if (!entry.getValue().equals(before.get(entry.getKey()))) {
                sink.accept(entry.getValue(), new Receipt());
                news++;
            }
        }
        return news;
    }

    private Map<UUID, Change> behind() throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(BEHIND)) {
            query.setArray(1, names(connection));
            try (var rows = query.executeQuery()) {
                var rooms = new HashMap<UUID, Change>();
                while (rows.next()) {
                    var room = rows.getObject(1, UUID.class);
                    rooms.put(room, new Change.Behind(room, rows.getLong(2)));
                }
                return rooms;
            }
        }
    }

    private Map<List<UUID>, Change> moved() throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(CURSORS);
                var rows = query.executeQuery()) {
            var cursors = new HashMap<List<UUID>, Change>();
            while (rows.next()) {
                var room = rows.getObject(1, UUID.class);
                var user = rows.getObject(2, UUID.class);
                cursors.put(
                        List.of(room, user),
                        new Change.CursorMoved(room, user, rows.getLong(3), rows.getLong(4)));
            }
            return cursors;
        }
    }

    private java.sql.Array names(Connection connection) throws SQLException {
        return connection.createArrayOf("text", targets.toArray());
    }
}
