// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

import java.sql.Connection;
import java.sql.SQLException;

/// The worker cut off from its database while writers that are connected go on.
final class Outage implements AutoCloseable {
    private static final String REFUSE = "alter database postgres allow_connections false";
    private static final String ALLOW = "alter database postgres allow_connections true";
    private static final String CUT =
            """
            select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'parley-worker'
            """;

    private final Connection aside;

    private Outage(Connection aside) {
        this.aside = aside;
    }

    /// Cuts it off.
    static Outage begin(Bridge bridge) throws SQLException {
        var outage = new Outage(bridge.connectAside());
        outage.execute(REFUSE);
        outage.execute(CUT);
        return outage;
    }

    /// Lets it in again.
    @Override
    public void close() throws SQLException {
        try (aside) {
            execute(ALLOW);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = aside.createStatement()) {
            statement.execute(sql);
        }
    }
}
