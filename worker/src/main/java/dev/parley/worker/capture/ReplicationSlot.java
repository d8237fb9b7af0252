package dev.parley.worker.capture;

import dev.parley.worker.capture.CaptureException.Kind;
import java.sql.Connection;
import java.sql.SQLException;

/// The replication slot and what it needs: checked, and made when it is missing or beyond repair.
///
/// A slot that is gone is no disaster: what it would have told is read from the tables.
final class ReplicationSlot {
    private static final String ABILITY =
            """
            select current_setting('wal_level'),
                   (select rolreplication or rolsuper from pg_roles where rolname = current_user),
                   pg_is_in_recovery()
            """;
    private static final String PUBLISHED =
            """
            select count(*) from pg_publication_tables t join pg_publication p using (pubname)
            where t.pubname = ? and p.pubinsert and p.pubupdate and t.schemaname = 'public'
              and t.tablename in ('room_events', 'room_cursors')
            """;
    private static final int PUBLISHED_TABLES = 2;
    private static final String STATE =
            """
            select plugin, database = current_database(), coalesce(wal_status, '') = 'lost'
            from pg_replication_slots where slot_name = ?
            """;

    private final Connection connection;
    private final CaptureConfig config;

    ReplicationSlot(Connection connection, CaptureConfig config) {
        this.connection = connection;
        this.config = config;
    }

    /// Makes sure that there is a slot to stream from.
    ///
    /// @return whether it had to be made
    /// @throws CaptureException naming the cure when the database is not prepared
    boolean ensure() throws SQLException {
        checkAbility();
        checkPublication();
        if (isUsable()) {
            return false;
        }
        call("select pg_create_logical_replication_slot(?, 'pgoutput')");
        return true;
    }

    private void checkAbility() throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(ABILITY)) {
            row.next();
            if (!row.getString(1).equals("logical")) {
                throw impossible(
                        "wal_level is %s, must be logical: set it and restart the database"
                                .formatted(row.getString(1)));
            }
            if (!row.getBoolean(2)) {
                throw impossible("this role may not replicate: alter role … replication");
            }
            if (row.getBoolean(3)) {
                throw impossible("this server is a standby");
            }
        }
    }

    private void checkPublication() throws SQLException {
        try (var query = connection.prepareStatement(PUBLISHED)) {
            query.setString(1, config.publication());
            try (var row = query.executeQuery()) {
                row.next();
                if (row.getInt(1) != PUBLISHED_TABLES) {
                    throw new CaptureException(
                            Kind.MISCONFIGURED,
                            ("publication %s does not publish inserts and updates of public.room_events and"
                                            + " public.room_cursors: apply the migrations (parley migrate)")
                                    .formatted(config.publication()),
                            null);
                }
            }
        }
    }

    private boolean isUsable() throws SQLException {
        try (var query = connection.prepareStatement(STATE)) {
            query.setString(1, config.slot());
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                if (!"pgoutput".equals(row.getString(1)) || !row.getBoolean(2)) {
                    throw new CaptureException(
                            Kind.MISCONFIGURED,
                            "slot %s belongs to something else: drop it or name another"
                                    .formatted(config.slot()),
                            null);
                }
                if (!row.getBoolean(3)) {
                    return true;
                }
            }
        }
        call("select pg_drop_replication_slot(?)");
        return false;
    }

    private void call(String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, config.slot());
            statement.execute();
        }
    }

    private static CaptureException impossible(String reason) {
        return new CaptureException(Kind.IMPOSSIBLE, reason, null);
    }
}
