// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.database;

import dev.parley.app.doctor.check.Finding;
import dev.parley.app.doctor.deployment.Deployment;
import java.sql.SQLException;

/// Whether rows, counters and log agree, in the rooms with the most changes: to look at all takes as long
/// as to read all messages, which `parley repair --check` does.
final class ConsistencyCheck {
    private static final String FAULTS =
            """
            select string_agg(format('room %s: %s', busy.room_id, f.fault), '; ')
              from (select c.room_id from public.room_counters c order by c.last_rev desc limit 100) busy
             cross join lateral parley.room_faults(busy.room_id) f
            """;

    private ConsistencyCheck() {}

    static Finding look(Deployment deployment) throws SQLException {
        var faults = deployment.value(FAULTS);
        return faults.equals("null")
                ? Finding.ok("rows, counters and log agree in the 100 busiest rooms")
                : Finding.fail(
                        "rows changed past the triggers: " + faults,
                        "run ./parley repair: it writes what the log lacks, and it is published");
    }
}
