// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.log;

import dev.parley.app.doctor.check.Finding;
import dev.parley.app.doctor.deployment.Deployment;
import java.sql.ResultSet;
import java.sql.SQLException;

/// The replication slot: whether there is one, who holds it, and how much log it keeps from being removed.
final class SlotStatus {
    private static final String STATE =
            """
            select s.plugin, s.database = current_database(), s.active, coalesce(a.application_name, ''),
                   coalesce(s.wal_status, ''), pg_wal_lsn_diff(pg_current_wal_lsn(), s.confirmed_flush_lsn),
                   (select setting::bigint from pg_settings where name = 'max_slot_wal_keep_size')
              from pg_replication_slots s left join pg_stat_activity a on a.pid = s.active_pid
             where s.slot_name = ?
            """;
    private static final String FREE =
            """
            select (select count(*) from pg_replication_slots) < current_setting('max_replication_slots')::int
               and (select count(*) from pg_stat_replication) < current_setting('max_wal_senders')::int
            """;
    private static final long MEBIBYTE = 1L << 20;
    private static final long ALARMING_MEBIBYTES = 512;

    private SlotStatus() {}

    static Finding look(Deployment deployment) throws SQLException {
        var name = deployment.configuration().slot().name();
        try (var query = deployment.connection().prepareStatement(STATE)) {
            query.setString(1, name);
            try (var row = query.executeQuery()) {
                return row.next() ? judge(name, row) : missing(deployment, name);
            }
        }
    }

    private static Finding missing(Deployment deployment, String name) throws SQLException {
        return deployment.value(FREE).equals("t")
                ? Finding.warn(
                        "there is no slot %s yet".formatted(name),
                        "nothing to do: the worker makes it when it starts")
                : Finding.fail(
                        "there is no slot %s, and none is free".formatted(name),
                        "drop a slot that nobody uses (select slot_name, active from pg_replication_slots), or raise"
                                + " max_replication_slots and max_wal_senders and restart the database");
    }

    private static Finding judge(String name, ResultSet row) throws SQLException {
        if (!"pgoutput".equals(row.getString(1)) || !row.getBoolean(2)) {
            return Finding.fail(
                    "slot %s belongs to something else".formatted(name),
                    "drop it, or name another by PARLEY_SLOT");
        }
        if (row.getString(5).equals("lost")) {
            return Finding.warn(
                    "slot %s is lost: it kept more log than max_slot_wal_keep_size allows"
                            .formatted(name),
                    "nothing to do for the data: the worker makes it anew and reads what it missed from the tables. See"
                            + " why it was not read: was the worker down?");
        }
        var retained = row.getLong(6) / MEBIBYTE;
        var limit = row.getLong(7);
        var fact =
                "slot %s, %s, keeps %d MiB of log%s"
                        .formatted(
                                name,
                                row.getBoolean(3)
                                        ? "read by " + row.getString(4)
                                        : "read by nobody",
                                retained,
                                limit < 0 ? "" : " of %d MiB allowed".formatted(limit));
        if (!row.getBoolean(3)) {
            return Finding.warn(
                    fact,
                    "start the worker: a slot that nobody reads fills the disk. If there will be none, select"
                            + " pg_drop_replication_slot('%s');".formatted(name));
        }
        return retained < ALARMING_MEBIBYTES
                ? Finding.ok(fact)
                : Finding.warn(
                        fact,
                        "see the worker's log for what holds it up, and set max_slot_wal_keep_size so that the disk"
                                + " cannot fill");
    }
}
