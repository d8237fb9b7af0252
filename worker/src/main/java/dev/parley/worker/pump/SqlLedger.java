package dev.parley.worker.pump;

import dev.parley.worker.capture.Change;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import javax.sql.DataSource;

/// The ledger in PostgreSQL: `public.room_events`, `public.room_counters` and the worker's own tables
/// in schema `parley`. Each call borrows one connection, so poolers in any mode will do.
public final class SqlLedger implements Ledger {
    private static final String KNOW_TARGET =
            "insert into parley.bridge_targets (target, epoch, registered_at) values (?, ?, now())"
                    + " on conflict (target) do nothing";
    private static final String START_AT_HEADS =
            """
            insert into parley.bridge_cursors (target, room_id, epoch, published_rev, updated_at)
            select ?, room_id, ?, last_rev, now() from public.room_counters where last_rev > 0
            on conflict (target, room_id) do nothing
            """;
    private static final String ADOPT_EPOCH =
            "update parley.bridge_targets set epoch = ? where target = ? and epoch <> ?";
    private static final String ADOPT_POSITIONS =
            """
            update parley.bridge_cursors b set epoch = ?, updated_at = now(),
              published_rev = least(b.published_rev,
                coalesce((select c.last_rev from public.room_counters c where c.room_id = b.room_id), 0))
            where b.target = ?
            """;
    private static final String BEHIND =
            """
            select c.room_id, c.last_rev
            from public.room_counters c
            left join parley.bridge_cursors b on b.target = ? and b.room_id = c.room_id
            where c.last_rev > coalesce(b.published_rev, 0)
            """;
    private static final String POSITION =
            """
            select (select published_rev from parley.bridge_cursors
                    where target = ? and room_id = ? and epoch = ?),
                   (select last_rev from public.room_counters where room_id = ?)
            """;
    private static final String ROWS =
            "select rev, kind, channel, data, created_at from public.room_events"
                    + " where room_id = ? and rev > ? order by rev limit ?";
    private static final String SAVE =
            """
            insert into parley.bridge_cursors as b (target, room_id, epoch, published_rev, updated_at)
            select ?, room_id, ?, published_rev, now()
            from unnest(?::uuid[], ?::bigint[]) as p (room_id, published_rev)
            order by room_id
            on conflict (target, room_id) do update
              set published_rev = excluded.published_rev, epoch = excluded.epoch, updated_at = now()
              where b.published_rev < excluded.published_rev and b.epoch = excluded.epoch
            """;

    private final DataSource database;
    private final int pageRows;

    /// @param pageRows how many rows [#page] reads at most
    public SqlLedger(DataSource database, int pageRows) {
        this.database = database;
        this.pageRows = pageRows;
    }

    @Override
    public String epoch() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select parley.epoch()")) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void register(String target, String epoch) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                if (update(connection, KNOW_TARGET, target, epoch) == 1) {
                    update(connection, START_AT_HEADS, target, epoch);
                } else if (update(connection, ADOPT_EPOCH, epoch, target, epoch) == 1) {
                    update(connection, ADOPT_POSITIONS, epoch, target);
                }
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    @Override
    public List<Change.Behind> behind(String target) throws SQLException {
        try (var connection = database.getConnection();
                var query = prepare(connection, BEHIND, target);
                var rows = query.executeQuery()) {
            var behind = new ArrayList<Change.Behind>();
            while (rows.next()) {
                behind.add(new Change.Behind(rows.getObject(1, UUID.class), rows.getLong(2)));
            }
            return behind;
        }
    }

    @Override
    public Page page(String target, UUID room, OptionalLong after, String epoch)
            throws SQLException {
        try (var connection = database.getConnection()) {
            // the head is read before the rows, so every row up to it is seen by the second query
            var position = position(connection, target, room, epoch);
            var from = after.orElse(position.published());
            var events = rows(connection, room, from, epoch);
            var last = events.isEmpty() ? from : events.getLast().rev();
            var through = events.size() == pageRows ? last : Math.max(last, position.head());
            return new Page(from, events, through, position.gone());
        }
    }

    @Override
    public void save(String target, String epoch, Map<UUID, Long> published) throws SQLException {
        var entries = List.copyOf(published.entrySet());
        try (var connection = database.getConnection()) {
            var rooms =
                    connection.createArrayOf(
                            "uuid", entries.stream().map(Map.Entry::getKey).toArray());
            var revs =
                    connection.createArrayOf(
                            "bigint", entries.stream().map(Map.Entry::getValue).toArray());
            update(connection, SAVE, target, epoch, rooms, revs);
        }
    }

    @Override
    public Optional<String> channel(UUID room) throws SQLException {
        try (var connection = database.getConnection();
                var query = prepare(connection, "select parley.room_channel(?)", room);
                var row = query.executeQuery()) {
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
        }
    }

    private static Position position(Connection connection, String target, UUID room, String epoch)
            throws SQLException {
        try (var query = prepare(connection, POSITION, target, room, epoch, room);
                var row = query.executeQuery()) {
            row.next();
            var published = row.getLong(1);
            var head = row.getLong(2);
            return new Position(published, head, row.wasNull());
        }
    }

    private List<NumberedEvent> rows(Connection connection, UUID room, long after, String epoch)
            throws SQLException {
        try (var query = prepare(connection, ROWS, room, after, pageRows);
                var rows = query.executeQuery()) {
            var events = new ArrayList<NumberedEvent>();
            while (rows.next()) {
                events.add(Envelope.of(appended(room, rows), epoch));
            }
            return events;
        }
    }

    private static Change.Appended appended(UUID room, ResultSet row) throws SQLException {
        return new Change.Appended(
                room,
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getObject(5, OffsetDateTime.class).toInstant());
    }

    private static int update(Connection connection, String sql, Object... values)
            throws SQLException {
        try (var statement = prepare(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... values)
            throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (var i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /// Where a target stands in a room.
    private record Position(long published, long head, boolean gone) {}
}
