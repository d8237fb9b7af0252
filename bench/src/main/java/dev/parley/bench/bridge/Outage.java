// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.bridge;

import java.sql.Connection;
import java.sql.SQLException;

/// The worker cut off from its database while writers that are connected go on; with webhooks, posts that
/// do not reach the worker, as when it is stopped.
final class Outage implements AutoCloseable {
    private static final String REFUSE = "alter database postgres allow_connections false";
    private static final String ALLOW = "alter database postgres allow_connections true";
    private static final String CUT =
            """
            select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'parley-worker'
            """;

    private final BridgeHarness harness;
    private final Connection aside;

    private Outage(BridgeHarness harness, Connection aside) {
        this.harness = harness;
        this.aside = aside;
    }

    /// Cuts it off.
    static Outage begin(BridgeHarness harness) throws SQLException {
        var outage = new Outage(harness, harness.bridge().connectAside());
        harness.queue().ifPresent(queue -> queue.reach(false));
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
        harness.queue().ifPresent(queue -> queue.reach(true));
    }

    private void execute(String sql) throws SQLException {
        try (var statement = aside.createStatement()) {
            statement.execute(sql);
        }
    }
}
