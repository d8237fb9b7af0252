package dev.parley.worker.audit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/// Looks by two queries: one joins the rooms' counters with the targets' positions and looks up one
/// row of the log for each room that is behind, the other reads the slot.
final class SqlLookout implements Lookout {
    private static final String BACKLOGS =
            """
            select t.target, count(*), sum(c.last_rev - coalesce(b.published_rev, 0)),
                   max(c.last_rev - coalesce(b.published_rev, 0)),
                   coalesce(extract(epoch from clock_timestamp() - min(e.created_at)), 0)::float8
            from parley.bridge_targets t
            cross join public.room_counters c
            left join parley.bridge_cursors b on b.target = t.target and b.room_id = c.room_id
            left join lateral (
              select e.created_at from public.room_events e
              where e.room_id = c.room_id and e.rev > coalesce(b.published_rev, 0)
              order by e.rev limit 1) e on true
            where t.target = any (?) and c.last_rev > coalesce(b.published_rev, 0)
            group by t.target
            """;
    private static final String SLOT =
            """
            select active, coalesce(pg_wal_lsn_diff(now.lsn, confirmed_flush_lsn), 0),
                   coalesce(pg_wal_lsn_diff(now.lsn, restart_lsn), 0)
            from pg_replication_slots,
                 (select case when pg_is_in_recovery() then pg_last_wal_replay_lsn()
                              else pg_current_wal_lsn() end as lsn) now
            where slot_name = ?
            """;

    private final DataSource database;
    private final List<String> targets;
    private final String slot;

    SqlLookout(DataSource database, List<String> targets, String slot) {
        this.database = database;
        this.targets = List.copyOf(targets);
        this.slot = slot;
    }

    @Override
    public Look look() throws SQLException {
        try (var connection = database.getConnection()) {
            return new Look(backlogs(connection), slot(connection));
        }
    }

    private Map<String, Backlog> backlogs(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement(BACKLOGS)) {
            query.setArray(1, connection.createArrayOf("text", targets.toArray()));
            try (var rows = query.executeQuery()) {
                var backlogs = new HashMap<String, Backlog>();
                while (rows.next()) {
                    var oldest = Duration.ofMillis((long) (rows.getDouble(5) * 1_000));
                    backlogs.put(
                            rows.getString(1),
                            new Backlog(rows.getLong(2), rows.getLong(3), rows.getLong(4), oldest));
                }
                return backlogs;
            }
        }
    }

    private Optional<SlotLag> slot(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement(SLOT)) {
            query.setString(1, slot);
            try (var row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new SlotLag(row.getBoolean(1), row.getLong(2), row.getLong(3)))
                        : Optional.empty();
            }
        }
    }
}
