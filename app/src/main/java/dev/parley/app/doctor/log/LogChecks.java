// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.log;

import static dev.parley.app.doctor.check.Complaint.LIVE;
import static dev.parley.app.doctor.check.Complaint.MISSING;

import dev.parley.app.doctor.check.Check;
import dev.parley.app.doctor.check.Finding;
import dev.parley.app.doctor.deployment.Deployment;
import dev.parley.worker.CaptureMode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Whether the worker can read the log of changes, and how far it has come.
public final class LogChecks {
    private static final List<String> MIGRATED = List.of("database.migrations");

    private static final String UNPUBLISHED =
            """
            select string_agg(want.name, ', ')
              from (values ('room_events'), ('room_cursors')) want (name)
             where not exists (
               select from pg_publication_tables t join pg_publication p using (pubname)
                where t.pubname = ? and t.schemaname = 'public' and t.tablename = want.name and p.pubinsert and p.pubupdate)
            """;

    private static final String BEHIND =
            """
            select t.target, count(b.room_id), coalesce(sum(b.last_rev - b.published_rev), 0)
              from parley.bridge_targets t left join parley.backlog b using (target)
             group by t.target order by t.target
            """;

    private LogChecks() {}

    /// Returns them in their order.
    public static List<Check> all() {
        return List.of(
                new Check(
                        "log.publication", MIGRATED, Set.of(LIVE, MISSING), LogChecks::publication),
                new Check("log.replication", MIGRATED, Set.of(LIVE), LogChecks::replication),
                new Check(
                        "log.slot",
                        List.of("log.replication"),
                        Set.of(LIVE, MISSING),
                        SlotStatus::look),
                new Check("log.backlog", MIGRATED, Set.of(LIVE, MISSING), LogChecks::backlog));
    }

    private static Finding publication(Deployment deployment) throws SQLException {
        var name = deployment.configuration().slot().publication();
        var missing = deployment.value(UNPUBLISHED, name);
        return missing.equals("null")
                ? Finding.ok("publication %s lists room_events and room_cursors".formatted(name))
                : Finding.fail(
                        "publication %s does not publish inserts and updates of %s"
                                .formatted(name, missing),
                        ("create publication %1$s for table public.room_events, public.room_cursors"
                                        + " with (publish = 'insert, update'); after drop publication if exists %1$s;"
                                        + " the worker takes it up by itself")
                                .formatted(name));
    }

    private static Finding replication(Deployment deployment) throws SQLException {
        if (deployment.configuration().capture() == CaptureMode.FORWARD) {
            return Finding.skip("CAPTURE=forward reads no log");
        }
        var problems = new ArrayList<String>();
        var cures = new ArrayList<String>();
        var level = deployment.value("show wal_level");
        if (!level.equals("logical")) {
            problems.add("wal_level is " + level);
            cures.add("set wal_level = logical and restart the database");
        }
        var role =
                deployment.value(
                        "select rolreplication or rolsuper from pg_roles where rolname = current_user");
        if (!role.equals("t")) {
            problems.add(
                    "role %s may not replicate".formatted(deployment.value("select current_user")));
            cures.add(
                    "alter role %s replication;"
                            .formatted(deployment.value("select quote_ident(current_user)")));
        }
        if (deployment.value("select pg_is_in_recovery()").equals("t")) {
            problems.add("this server is a standby");
            cures.add("let DATABASE_URL name the primary");
        }
        if (problems.isEmpty()) {
            var refused = Replication.refused(deployment);
            if (refused.isEmpty()) {
                return Finding.ok("wal_level logical, and replication is let through");
            }
            problems.add("replication is not let through: " + refused.get());
            cures.add(
                    "let DATABASE_URL name the database itself, not a pooler (Supabase: the direct connection, port 5432)");
        }
        var fact = String.join("; ", problems);
        var cure = String.join("; ", cures);
        return deployment.configuration().capture() == CaptureMode.WAL
                ? Finding.fail(fact, cure + "; or set CAPTURE=poll")
                : Finding.warn(
                        fact + ": the worker asks the tables instead, 20 to 250 ms later", cure);
    }

    private static Finding backlog(Deployment deployment) throws SQLException {
        var behind = new ArrayList<String>();
        var targets = new ArrayList<String>();
        try (var query = deployment.connection().createStatement();
                var rows = query.executeQuery(BEHIND)) {
            while (rows.next()) {
                targets.add(rows.getString(1));
                if (rows.getLong(2) > 0) {
                    behind.add(
                            "%s lacks %d events in %d rooms"
                                    .formatted(
                                            rows.getString(1), rows.getLong(3), rows.getLong(2)));
                }
            }
        }
        if (targets.isEmpty()) {
            return Finding.warn(
                    "no worker has ever published from this database",
                    "start one: ./parley up, or ./parley worker with this DATABASE_URL");
        }
        return behind.isEmpty()
                ? Finding.ok("every event has reached " + String.join(", ", targets))
                : Finding.warn(
                        String.join("; ", behind),
                        "if this number stays: see the worker's log and /ready for why the target takes nothing. A"
                                + " target that is no longer used: delete from parley.bridge_targets where target = '…';");
    }
}
