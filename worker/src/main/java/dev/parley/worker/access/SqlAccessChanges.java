// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.access;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/// The tables `parley.access_changes` and `parley.sessions`. They outlive the worker, and several workers
/// share them.
///
/// What was claimed and told is not flushed when it is committed, as nothing worse comes of losing it
/// than telling it once more. Sessions are: who forgets one lets its owner listen for too long.
final class SqlAccessChanges implements AccessChanges {
    private static final String CLAIM =
            "select change, user_id, room_id, message_id, standing, changed_at"
                    + " from set_config('synchronous_commit', 'off', true),"
                    + " parley.claim_access_changes(?, ?, interval '30 s')";
    private static final String FORGET =
            "delete from parley.access_changes using set_config('synchronous_commit', 'off', true)"
                    + " where change = any (?)";
    private static final String RELEASE =
            "update parley.access_changes set claimed_until = null"
                    + " from set_config('synchronous_commit', 'off', true) where change = any (?)";
    private static final String NOTE =
            "insert into parley.sessions as s (user_id, session, valid_until) values (cast(? as parley.user_id), ?, ?)"
                    + " on conflict (user_id, session) do update set valid_until = excluded.valid_until"
                    + " where s.valid_until < excluded.valid_until";
    private static final String END = "select parley.end_sessions(?, ?)";

    private final DataSource database;

    /// @param database where the migrations have been applied
    SqlAccessChanges(DataSource database) {
        this.database = database;
    }

    @Override
    public List<AccessChange> claim(String target) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(CLAIM)) {
            query.setString(1, target);
            query.setInt(2, AT_ONCE);
            try (var rows = query.executeQuery()) {
                var changes = new ArrayList<AccessChange>();
                while (rows.next()) {
                    changes.add(change(rows));
                }
                return changes;
            }
        }
    }

    private static AccessChange change(ResultSet row) throws SQLException {
        return new AccessChange(
                row.getObject(1, UUID.class),
                row.getString(2),
                Optional.ofNullable(row.getString(3)),
                Optional.ofNullable(row.getString(4)),
                AccessChange.Status.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
                row.getObject(6, OffsetDateTime.class).toInstant());
    }

    @Override
    public void forget(String target, List<AccessChange> told) throws SQLException {
        apply(FORGET, told);
    }

    @Override
    public void release(String target, List<AccessChange> untold) throws SQLException {
        apply(RELEASE, untold);
    }

    @Override
    public void note(String user, String session, Instant end) throws SQLException {
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement(NOTE)) {
            insert.setString(1, user);
            insert.setString(2, session);
            insert.setObject(3, end.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }

    @Override
    public void left(List<String> targets, String room, String user) {
        // a trigger noted it in the transaction that removed the person
    }

    @Override
    public void endSessions(List<String> targets, Instant now) throws SQLException {
        try (var connection = database.getConnection();
                var call = connection.prepareStatement(END)) {
            call.setArray(1, connection.createArrayOf("text", targets.toArray()));
            call.setObject(2, now.atOffset(ZoneOffset.UTC));
            call.execute();
        }
    }

    private void apply(String statement, List<AccessChange> changes) throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement(statement)) {
            setIds(connection, update, changes);
            update.executeUpdate();
        }
    }

    private static void setIds(
            Connection connection, PreparedStatement update, List<AccessChange> changes)
            throws SQLException {
        var ids = changes.stream().map(AccessChange::change).toArray();
        update.setArray(1, connection.createArrayOf("uuid", ids));
    }
}
