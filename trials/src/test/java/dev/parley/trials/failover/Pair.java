// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.failover;

import dev.parley.trials.postgres.Cluster;
import dev.parley.trials.postgres.SwitchableEndpoint;
import dev.parley.trials.postgres.Version;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/// A primary, its standby, and an address that leads to whichever is in charge.
///
/// @param endpoint leads to the primary at first
record Pair(Cluster primary, Cluster standby, SwitchableEndpoint endpoint)
        implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String NOWHERE = "host=127.0.0.1 port=1 dbname=postgres";

    /// Starts a pair in which the standby follows.
    static Pair start() {
        var primary = Cluster.running(Version.FAILOVER_17, Map.of());
        primary.stop();
        var standby = primary.copy();
        primary.start();
        primary.sql().execute("select pg_create_physical_replication_slot('standby', true)");
        standby.follow(
                Map.of(
                        "primary_conninfo",
                        "host=127.0.0.1 port=%d user=supabase_admin dbname=postgres application_name=standby"
                                .formatted(primary.url().port()),
                        "primary_slot_name",
                        "standby",
                        "hot_standby_feedback",
                        "on"));
        return new Pair(primary, standby, SwitchableEndpoint.to(primary.url()));
    }

    /// Lets the standby keep the worker's slot, too; the worker has yet to start.
    ///
    /// @param waits whether the slot tells nothing that the standby has not got
    void carrySlot(boolean waits) {
        if (waits) {
            primary.settings(Map.of("synchronized_standby_slots", "standby"));
            primary.reload();
        }
        standby.settings(Map.of("sync_replication_slots", "on"));
        standby.reload();
    }

    /// Waits until the standby could go on with the worker's slot.
    void awaitSlotOnStandby() {
        Awaitility.await("the slot to be ready on the standby")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() ->
                        standby.sql()
                                .value(
                                        "select count(*) from pg_replication_slots where slot_name = 'parley' and synced and not temporary")
                                .equals("1"));
    }

    /// Cuts the standby off: it stays where it is.
    String cutOff() {
        standby.settings(Map.of("primary_conninfo", NOWHERE));
        standby.reload();
        Awaitility.await("the standby to be cut off")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        primary.sql()
                                .value(
                                        "select count(*) from pg_stat_replication where application_name = 'standby'")
                                .equals("0"));
        return "cut off at " + standby.sql().value("select pg_last_wal_receive_lsn()");
    }

    /// Crashes the primary for good and puts the standby in charge.
    String failOver() {
        primary.crash();
        standby.sql().execute("select pg_promote(true, 60)");
        endpoint.leadTo(standby.url());
        return "epoch " + standby.sql().value("select parley.epoch()");
    }

    @Override
    public void close() {
        endpoint.close();
        standby.close();
        primary.close();
    }
}
