// SPDX-License-Identifier: Apache-2.0
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
final class SqlBacklogProbe implements BacklogProbe {
    private static final String BACKLOGS =
            """
            select b.target, count(*), sum(b.last_rev - b.published_rev), max(b.last_rev - b.published_rev),
                   coalesce(extract(epoch from clock_timestamp() - min(e.created_at)), 0)::float8,
                   (array_agg(b.room_id::text order by e.created_at))[1:5]
            from parley.backlog b
            left join lateral (
              select e.created_at from public.room_events e
              where e.room_id = b.room_id and e.rev > b.published_rev
              order by e.rev limit 1) e on true
            where b.target = any (?)
            group by b.target
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

    SqlBacklogProbe(DataSource database, List<String> targets, String slot) {
        this.database = database;
        this.targets = List.copyOf(targets);
        this.slot = slot;
    }

    @Override
    public BacklogSnapshot snapshot() throws SQLException {
        try (var connection = database.getConnection()) {
            return new BacklogSnapshot(backlogs(connection), slot(connection));
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
                            new Backlog(
                                    rows.getLong(2),
                                    rows.getLong(3),
                                    rows.getLong(4),
                                    oldest,
                                    List.of((String[]) rows.getArray(6).getArray())));
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
