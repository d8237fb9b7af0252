// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import dev.parley.worker.capture.Change;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/// The position store in PostgreSQL: `public.room_events`, `public.room_counters` and the worker's own tables
/// in schema `parley`. Each call borrows one connection, so poolers in any mode will do.
///
/// Positions are not flushed when they are committed: a crash that takes the last of them back makes
/// the worker publish some events twice and loses none, and an idle connection that has flushed keeps
/// the server from giving back the segment of the log it flushed to.
public final class SqlPositionStore implements PositionStore {
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
            "select room_id, last_rev from parley.backlog where target = ?";
    private static final String SAVE =
            """
            insert into parley.bridge_cursors as b (target, room_id, epoch, published_rev, updated_at)
            select ?, room_id, ?, published_rev, now()
            from set_config('synchronous_commit', 'off', true),
              unnest(?::parley.room_id[], ?::bigint[]) as p (room_id, published_rev)
            where parley.epoch() = ?
            order by room_id
            on conflict (target, room_id) do update
              set published_rev = excluded.published_rev, epoch = excluded.epoch, updated_at = now()
              where b.published_rev < excluded.published_rev and b.epoch = excluded.epoch
            """;

    private static final String PARK =
            """
            insert into parley.bridge_parked (target, room_id, rev, epoch, kind, reason, referred)
            values (?, cast(? as parley.room_id), ?, ?, ?, ?, ?)
            on conflict (target, room_id, rev, epoch) do nothing
            """;
    private static final String PARKED =
            "select count(*) from parley.bridge_parked where target = ?";

    /// Rows of all rooms together that are read at once, so that they fit into a small heap.
    private static final int MAX_ROWS = 500;

    private final DataSource database;
    private final int pageRows;

    /// @param pageRows how many rows [#pages] reads of one room at most
    public SqlPositionStore(DataSource database, int pageRows) {
        this.database = database;
        this.pageRows = pageRows;
    }

    @Override
    public String epoch() throws SQLException {
        try (var connection = database.getConnection()) {
            return epoch(connection);
        }
    }

    @Override
    public void register(String target, String epoch) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                update(connection, "set local synchronous_commit = off");
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
                behind.add(new Change.Behind(rows.getString(1), rows.getLong(2)));
            }
            return behind;
        }
    }

    @Override
    public List<LogPage> pages(String target, String epoch, List<ReadPosition> positions)
            throws SQLException {
        var rows = Math.min(pageRows, Math.max(1, MAX_ROWS / positions.size()));
        try (var connection = database.getConnection()) {
            requireEpoch(connection, epoch);
            return new LogPageQuery(target, epoch, rows).read(connection, positions);
        }
    }

    @Override
    public void save(String target, String epoch, Map<String, Long> published) throws SQLException {
        var entries = List.copyOf(published.entrySet());
        try (var connection = database.getConnection()) {
            var rooms =
                    connection.createArrayOf(
                            "text", entries.stream().map(Map.Entry::getKey).toArray());
            var revs =
                    connection.createArrayOf(
                            "bigint", entries.stream().map(Map.Entry::getValue).toArray());
            // a connection may lead to a promoted standby before anybody has noticed: positions of
            // the epoch before must not count in its
            update(connection, SAVE, target, epoch, rooms, revs, epoch);
        }
    }

    @Override
    public void saveDeadLetters(String target, List<DeadLetter> rows) throws SQLException {
        try (var connection = database.getConnection()) {
            for (var row : rows) {
                update(
                        connection,
                        PARK,
                        target,
                        row.room(),
                        row.rev(),
                        row.epoch(),
                        row.kind(),
                        row.reason(),
                        row.referred());
            }
        }
    }

    @Override
    public long deadLetterCount(String target) throws SQLException {
        try (var connection = database.getConnection();
                var query = prepare(connection, PARKED, target);
                var row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public Optional<String> channel(String room) throws SQLException {
        try (var connection = database.getConnection();
                var query =
                        prepare(
                                connection,
                                "select parley.room_channel(cast(? as parley.room_id))",
                                room);
                var row = query.executeQuery()) {
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
        }
    }

    private static String epoch(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select parley.epoch()")) {
            row.next();
            return row.getString(1);
        }
    }

    /// Rows of another epoch must not be published under this one.
    private static void requireEpoch(Connection connection, String epoch) throws SQLException {
        var current = epoch(connection);
        if (!current.equals(epoch)) {
            throw new SQLException(
                    "the database is in epoch %s, not in %s any more: a failover or restore is under way"
                            .formatted(current, epoch));
        }
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
}
