// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.slot;

import dev.parley.worker.capture.CaptureConfig;
import dev.parley.worker.capture.CaptureException;
import dev.parley.worker.capture.CaptureMeters;
import dev.parley.worker.capture.CaptureState;
import dev.parley.worker.capture.PreparationMode;
import dev.parley.worker.capture.SqlFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The replication slot and what it needs: checked, and made when it is missing or beyond repair.
///
/// A slot that is gone is no disaster: what it would have told is read from the tables.
public final class ReplicationSlot {
    private static final Logger log = LoggerFactory.getLogger(ReplicationSlot.class);

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
              and t.tablename in ('room_events', 'room_cursors') and t.rowfilter is null
            """;
    private static final int PUBLISHED_TABLES = 2;

    /// The major version from which on standbys can keep a slot as well.
    private static final int FIRST_WITH_FAILOVER = 17;

    // columns that only later versions have are read by name, so that their absence is no error
    private static final String STATE =
            """
            select plugin, coalesce(database = current_database(), false),
                   coalesce(to_jsonb(s) ->> 'invalidation_reason',
                     case when wal_status = 'lost' then 'its log was removed' end),
                   active_pid
            from pg_replication_slots s where slot_name = ?
            """;

    private static final String KEPT =
            "select setting::bigint * 1024 * 1024 from pg_settings where name = 'max_slot_wal_keep_size'";

    private static final String PILED_UP =
            """
            select pg_current_wal_flush_lsn() - restart_lsn from pg_replication_slots
            where slot_name = ? and plugin = 'pgoutput' and database = current_database()
              and not active and coalesce(wal_status, '') <> 'lost'
            """;

    private final Connection connection;
    private final CaptureConfig config;

    public ReplicationSlot(Connection connection, CaptureConfig config) {
        this.connection = connection;
        this.config = config;
    }

    /// Makes sure that there is a slot to read.
    ///
    /// @param meters count it when it had to be made
    /// @return how many bytes of log may wait in it: as configured, but no more than a quarter of what the
    ///     server keeps before it gives a slot up
    /// @throws CaptureException saying what is in the way, and the cure
    long ensure(PreparationMode mode, CaptureMeters meters) throws SQLException {
        checkAbility();
        var found = find();
        try {
            checkPublication();
        } catch (CaptureException e) {
            relieve();
            throw e;
        }
        if (found.isPresent() && found.get().lost() == null) {
            found.get().check(config.slot(), mode);
            return bound();
        }
        if (found.isPresent()) {
            call("select pg_drop_replication_slot(?)");
        }
        make(mode);
        var event = found.isPresent() ? CaptureState.SLOT_LOST : CaptureState.SLOT_MISSING;
        meters.passed(event);
        log.atLevel(event.level())
                .addKeyValue("slot", config.slot())
                .addKeyValue("state", event.label())
                .addKeyValue("reason", found.map(Found::lost).orElse("there was none"))
                .log("replication slot made, the tables tell what it missed");
        return bound();
    }

    private long bound() throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(KEPT)) {
            row.next();
            var kept = row.getLong(1);
            return kept < 0
                    ? config.maxUnconfirmedBytes()
                    : Math.min(kept / 4, config.maxUnconfirmedBytes());
        }
    }

    /// Passes over everything the slot holds; the tables tell it.
    void passOver() throws SQLException {
        call("select pg_replication_slot_advance(?, pg_current_wal_flush_lsn())");
        log.atInfo()
                .addKeyValue("slot", config.slot())
                .log("log that cannot be read passed over, the tables tell it");
    }

    /// Lets go of what a slot of ours that cannot be read has piled up, when that is more than may wait.
    private void relieve() throws SQLException {
        try (var query = prepare(PILED_UP, config.slot());
                var row = query.executeQuery()) {
            if (row.next() && row.getLong(1) > config.maxUnconfirmedBytes()) {
                passOver();
            }
        }
    }

    /// Checks that the publication lists what is needed.
    ///
    /// @throws CaptureException naming the cure when it does not
    public void checkPublication() throws SQLException {
        try (var query = prepare(PUBLISHED, config.publication());
                var row = query.executeQuery()) {
            row.next();
            if (row.getInt(1) != PUBLISHED_TABLES) {
                throw new CaptureException(
                        CaptureState.PUBLICATION_WRONG,
                        ("publication %s does not publish inserts and updates of public.room_events and"
                                        + " public.room_cursors: apply the migrations (parley migrate), or run: create"
                                        + " publication %1$s for table public.room_events, public.room_cursors with"
                                        + " (publish = 'insert, update')")
                                .formatted(config.publication()));
            }
        }
    }

    private void checkAbility() throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(ABILITY)) {
            row.next();
            if (row.getBoolean(3)) {
                throw new CaptureException(
                        CaptureState.SERVER_IN_RECOVERY,
                        "this server is a standby, waiting until it is promoted");
            }
            if (!row.getString(1).equals("logical")) {
                throw new CaptureException(
                        CaptureState.WAL_LEVEL_LOW,
                        "wal_level is %s, must be logical: set it and restart the database"
                                .formatted(row.getString(1)));
            }
            if (!row.getBoolean(2)) {
                throw new CaptureException(
                        CaptureState.ROLE_CANNOT_REPLICATE,
                        "this role may not replicate: alter role … replication");
            }
        }
    }

    private Optional<Found> find() throws SQLException {
        try (var query = prepare(STATE, config.slot());
                var row = query.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            return Optional.of(
                    new Found(
                            "pgoutput".equals(row.getString(1)) && row.getBoolean(2),
                            row.getString(3),
                            row.getString(4)));
        }
    }

    /// Making a slot waits for the transactions that are open now, so it has a time limit. The limit
    /// belongs to the transaction: a pooler may give the connection to somebody else afterwards.
    private void make(PreparationMode mode) throws SQLException {
        var limit = mode.patience();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("set local statement_timeout = " + limit.toMillis());
            call(
                    connection.getMetaData().getDatabaseMajorVersion() < FIRST_WITH_FAILOVER
                            ? "select pg_create_logical_replication_slot(?, 'pgoutput')"
                            : "select pg_create_logical_replication_slot(?, 'pgoutput', failover => true)");
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw SqlFailure.ordinary("cannot make slot %s".formatted(config.slot()), e);
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void call(String sql) throws SQLException {
        try (var statement = prepare(sql, config.slot())) {
            statement.execute();
        }
    }

    private PreparedStatement prepare(String sql, String value) throws SQLException {
        var statement = connection.prepareStatement(sql);
        statement.setString(1, value);
        return statement;
    }

    /// A slot of our name.
    ///
    /// @param ours whether plugin and database are right
    /// @param lost why the server has given it up; null when it has not
    /// @param reader process of the server that reads it now; null for none
    private record Found(boolean ours, @Nullable String lost, @Nullable String reader) {
        void check(String name, PreparationMode mode) {
            if (!ours) {
                throw new CaptureException(
                        CaptureState.SLOT_FOREIGN,
                        "slot %s belongs to another database or plugin: set PARLEY_SLOT to another name, or drop it"
                                .formatted(name));
            }
            if (reader != null && !mode.heldIsFine()) {
                throw new CaptureException(
                        CaptureState.SLOT_HELD,
                        "slot %s is read by another worker (process %s of the database), standing by"
                                .formatted(name, reader));
            }
        }
    }
}
