// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.targets;

import dev.parley.database.Migrations;
import dev.parley.database.embedded.EmbeddedDatabase;
import dev.parley.protocol.Secret;
import dev.parley.trials.checker.Checker;
import dev.parley.trials.checker.Demands;
import dev.parley.trials.checker.Entry;
import dev.parley.trials.checker.History;
import dev.parley.trials.checker.Table;
import dev.parley.trials.checker.Verdict;
import dev.parley.trials.pusher.FakePusher;
import dev.parley.trials.rig.PublishedEvents;
import dev.parley.trials.writer.FleetPlan;
import dev.parley.trials.writer.Rooms;
import dev.parley.trials.writer.WriterFleet;
import dev.parley.worker.CaptureMode;
import dev.parley.worker.Worker;
import dev.parley.worker.WorkerConfig;
import dev.parley.worker.authorization.AuthorizationConfig;
import dev.parley.worker.dispatch.TargetStatus;
import dev.parley.worker.publish.PusherApp;
import dev.parley.worker.publish.PusherTarget;
import dev.parley.worker.webhook.WebhookConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/// A worker in this process that publishes to two servers, one of which will fail, and writers.
final class TwoTargets implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Secret SECRET =
            new Secret("a secret of the trials, long enough for HS256");
    private static final String FAILING = "failing";

    private final EmbeddedDatabase database = EmbeddedDatabase.temporary();
    private final FakePusher well = new FakePusher();
    private final FakePusher failing = new FakePusher();
    private final PusherTarget toWell = target("well", well);
    private final PusherTarget toFailing = target(FAILING, failing);
    private final Rooms rooms;
    private final Worker worker;
    private final WriterFleet fleet;

    TwoTargets(int roomCount, FleetPlan plan) {
        Migrations.apply(database.url());
        rooms = Rooms.make(database.url(), roomCount, 0);
        worker =
                Worker.start(
                        WorkerConfig.of(
                                CaptureMode.WAL,
                                Optional.of(database.url()),
                                new AuthorizationConfig(well.app(), SECRET),
                                new WebhookConfig(SECRET, Optional.empty())),
                        List.of(toWell, toFailing),
                        InstantSource.system(),
                        new SimpleMeterRegistry());
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> worker.readiness().ready());
        fleet = WriterFleet.start(database.url(), rooms, plan);
    }

    FakePusher well() {
        return well;
    }

    FakePusher failing() {
        return failing;
    }

    /// Returns how the worker sees the failing server.
    TargetStatus status() {
        return worker.readiness().targets().stream()
                .filter(status -> status.name().equals(FAILING))
                .findFirst()
                .orElseThrow();
    }

    /// Returns how much log the database keeps for the worker, in bytes.
    long heldLog() {
        var url = database.url();
        try (var connection = DriverManager.getConnection(url.jdbcUrl(), url.login());
                var statement = connection.createStatement();
                var row =
                        statement.executeQuery(
                                "select pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::bigint"
                                        + " from pg_replication_slots where slot_name = 'parley'")) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot ask for the slot", e);
        }
    }

    /// Ends the writing, waits until both servers have everything, and judges.
    Verdict judge(int leastAccepted, List<String> missingFaults) {
        var written = fleet.stop();
        var table = Table.read(database.url(), rooms.bases());
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> isAll(table, well) && isAll(table, failing));
        } catch (ConditionTimeoutException _) {
            // the checker names what is lost
        }
        var published =
                Map.of(
                        "well",
                        PublishedEvents.entries(well.taken()),
                        FAILING,
                        PublishedEvents.entries(failing.taken()));
        return Checker.judge(
                new History(written, table, published, List.of()),
                new Demands(leastAccepted, missingFaults));
    }

    private static boolean isAll(Table table, FakePusher server) {
        var taken = PublishedEvents.heads(server.taken());
        return table.rows().stream()
                .map(Entry::position)
                .allMatch(position -> position.rev() <= taken.getOrDefault(position.room(), 0L));
    }

    private static PusherTarget target(String name, FakePusher server) {
        var app = new PusherApp(FakePusher.APP_ID, server.app(), "127.0.0.1", server.port(), false);
        return new PusherTarget(name, app, InstantSource.system());
    }

    @Override
    public void close() {
        fleet.close();
        worker.close();
        toWell.close();
        toFailing.close();
        well.close();
        failing.close();
        database.close();
    }
}
