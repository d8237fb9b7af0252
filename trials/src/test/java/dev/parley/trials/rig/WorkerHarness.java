// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.rig;

import dev.parley.database.DatabaseUrl;
import dev.parley.database.Migrations;
import dev.parley.database.embedded.EmbeddedDatabase;
import dev.parley.trials.node.Node;
import dev.parley.trials.node.NodePlan;
import dev.parley.trials.pusher.FakePusher;
import dev.parley.trials.wiretap.FaultProxy;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/// A database, a worker process that reaches it through a proxy, and the scripted Pusher server it
/// publishes to.
///
/// It serves one trial after the other: each works in rooms of its own, and finds a network that is
/// healed, a server that takes everything and a worker that is ready.
public final class WorkerHarness implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DatabaseUrl database;
    private final Runnable closeDatabase;
    private final FaultProxy link;
    private final FakePusher pusher = new FakePusher();
    private final Node node;

    private WorkerHarness(
            String name,
            DatabaseUrl database,
            Runnable closeDatabase,
            UnaryOperator<NodePlan> change) {
        this.database = database;
        this.closeDatabase = closeDatabase;
        this.link = FaultProxy.to(database.host(), database.port());
        var plan = NodePlan.between(linked(), FakePusher.APP_ID, pusher.app(), pusher.port());
        this.node = Node.start(name, change.apply(plan));
    }

    /// Makes one with a database of its own.
    ///
    /// @param name tells the worker's log from others
    static WorkerHarness whole(String name) {
        var database = EmbeddedDatabase.temporary();
        Migrations.apply(database.url());
        return new WorkerHarness(name, database.url(), database::close, plan -> plan);
    }

    /// Makes one around a database that somebody else has migrated and closes.
    ///
    /// @param name tells the worker's log from others
    /// @param change what is different about the worker
    public static WorkerHarness on(
            String name, DatabaseUrl database, UnaryOperator<NodePlan> change) {
        return new WorkerHarness(name, database, () -> {}, change);
    }

    /// Begins a trial.
    ///
    /// @param name a sentence that says what is tried
    public Trial begin(String name) {
        link.heal();
        pusher.recover();
        node.awaitReady();
        return Trial.on(name, database, pusher);
    }

    /// Starts the worker anew and waits until it reads the log: whatever it has learned of faults is
    /// forgotten.
    public void restartWorker() {
        node.term();
        node.start();
        Awaitility.await("the worker to read the log")
                .atMost(PATIENCE)
                .until(() -> node.get("/ready").filter(WorkerHarness::isReadingTheLog).isPresent());
    }

    private static boolean isReadingTheLog(Node.Reply ready) {
        return ready.status() == 200 && ready.body().contains("\"mode\":\"wal\"");
    }

    /// Returns the address of the database, past the proxy.
    public DatabaseUrl database() {
        return database;
    }

    /// Returns the first value of a query.
    public String value(String sql) {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.login());
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            if (!row.next()) {
                throw new IllegalStateException("no row: " + sql);
            }
            return String.valueOf(row.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /// Returns the network between the worker and the database.
    public FaultProxy link() {
        return link;
    }

    /// Returns the server the worker publishes to.
    public FakePusher pusher() {
        return pusher;
    }

    /// Returns the worker.
    public Node node() {
        return node;
    }

    private DatabaseUrl linked() {
        return new DatabaseUrl(
                "127.0.0.1",
                link.port(),
                database.database(),
                database.user(),
                database.password(),
                database.options());
    }

    @Override
    public void close() {
        node.close();
        link.close();
        pusher.close();
        closeDatabase.run();
    }
}
