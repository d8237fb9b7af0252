// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.database;

import static dev.parley.app.doctor.check.Complaint.LIVE;
import static dev.parley.app.doctor.check.Complaint.MISSING;

import dev.parley.app.configuration.DatabaseSettings;
import dev.parley.app.doctor.check.Check;
import dev.parley.app.doctor.check.Finding;
import dev.parley.app.doctor.deployment.Connectivity;
import dev.parley.app.doctor.deployment.Deployment;
import dev.parley.worker.CaptureMode;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/// Whether the database can be reached, and how.
public final class ConnectionChecks {
    private static final int OLDEST = 15;
    private static final int NEWEST = 18;
    private static final String REACHABLE = "database.reachable";

    private ConnectionChecks() {}

    /// Returns them in their order.
    public static List<Check> all() {
        return List.of(
                new Check(REACHABLE, List.of(), Set.of(LIVE, MISSING), ConnectionChecks::reachable),
                new Check(
                        "database.version",
                        List.of(REACHABLE),
                        Set.of(),
                        ConnectionChecks::version),
                new Check(
                        "database.durability",
                        List.of(REACHABLE),
                        Set.of(LIVE, MISSING),
                        ConnectionChecks::durability));
    }

    private static Finding reachable(Deployment deployment) {
        if (deployment.configuration().database() instanceof DatabaseSettings.Embedded
                && !deployment.running()) {
            return deployment.configuration().capture() == CaptureMode.FORWARD
                    ? Finding.skip("CAPTURE=forward works without DATABASE_URL")
                    : Finding.fail(
                            "nothing runs on %s, and DATABASE_URL names no other database"
                                    .formatted(deployment.configuration().data()),
                            "start ./parley up, or set DATABASE_URL (and PARLEY_DATA, if it runs on another folder)");
        }
        var url = deployment.database();
        var unreachable = Connectivity.problem(url.host(), url.port());
        if (unreachable.isPresent()) {
            return Finding.fail(
                    unreachable.get(),
                    "check host and port in DATABASE_URL. Supabase's direct host db.<project>.supabase.co has an IPv6"
                            + " address only: without IPv6 take the IPv4 add-on, or the session pooler with CAPTURE=poll");
        }
        try {
            return Finding.ok(
                    "%s:%d, database %s as %s"
                            .formatted(
                                    url.host(),
                                    url.port(),
                                    deployment.value("select current_database()"),
                                    deployment.value("select current_user")));
        } catch (SQLException e) {
            return Finding.fail(
                    "%s:%d answers, but does not let us in: %s"
                            .formatted(url.host(), url.port(), e.getMessage()),
                    "check user, password, database name and sslmode in DATABASE_URL; special characters of the"
                            + " password must be percent-encoded");
        }
    }

    private static Finding version(Deployment deployment) throws SQLException {
        var number = Integer.parseInt(deployment.value("show server_version_num")) / 10_000;
        var text = "PostgreSQL " + deployment.value("show server_version");
        return number < OLDEST || number > NEWEST
                ? Finding.warn(
                        text, "Parley is tested with %d to %d: upgrade".formatted(OLDEST, NEWEST))
                : Finding.ok(text);
    }

    private static Finding durability(Deployment deployment) throws SQLException {
        if (!deployment.value("show fsync").equals("on")) {
            return Finding.warn(
                    "fsync is off: a crash of the machine can lose messages that were accepted",
                    "set fsync = on in postgresql.conf and restart the database");
        }
        var commit = deployment.value("show synchronous_commit");
        return commit.equals("off")
                ? Finding.warn(
                        "synchronous_commit is off: accepted messages can be lost in a crash, and reach the worker"
                                + " some 100 ms late",
                        "alter database %s set synchronous_commit = on;"
                                .formatted(
                                        deployment.value("select quote_ident(current_database())")))
                : Finding.ok("fsync on, synchronous_commit " + commit);
    }
}
