// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.retention;

import dev.parley.worker.background.BackgroundLoop;
import dev.parley.worker.retry.Sleeper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shortens the rooms' logs soon after the start and every hour, some thousand rows at a time. Several
/// workers may do so at once.
public final class Pruner implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Pruner.class);
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration AGAIN = Duration.ofHours(1);
    private static final int ROWS_AT_ONCE = 5_000;
    private static final String PRUNE = "select parley.prune_events(make_interval(secs => ?), ?)";
    private static final String STRANGERS =
            "select target from parley.bridge_targets where target <> all (?)";

    private final DataSource database;
    private final List<String> targets;
    private final Duration keep;
    private final Sleeper sleeper;
    private final BackgroundLoop loop;

    /// How long the next round waits; the loop's own.
    private Duration next = FIRST;

    private Pruner(DataSource database, List<String> targets, Duration keep, Sleeper sleeper) {
        this.database = database;
        this.targets = List.copyOf(targets);
        this.keep = keep;
        this.sleeper = sleeper;
        this.loop = new BackgroundLoop("parley-pruner", this::round, this::survive);
    }

    /// Starts pruning.
    ///
    /// @param targets those this worker serves; of others it says once that they hold up pruning
    /// @param keep how old rows grow
    /// @param sleeper waits between two times
    public static Pruner start(
            DataSource database, List<String> targets, Duration keep, Sleeper sleeper) {
        var pruner = new Pruner(database, targets, keep, sleeper);
        pruner.loop.start();
        return pruner;
    }

    @Override
    public void close() {
        var _ = loop.end();
    }

    private void round() throws InterruptedException {
        sleeper.rest(next);
        if (next.equals(FIRST)) {
            warnOfStrangers();
        }
        next = AGAIN;
        prune();
    }

    private void survive(RuntimeException defect) {
        log.atError()
                .setCause(defect)
                .log("defect while shortening the log, trying again in an hour");
    }

    private void prune() {
        try {
            var total = 0L;
            var rows = pruneSome();
            while (rows > 0 && !Thread.currentThread().isInterrupted()) {
                total += rows;
                rows = rows < ROWS_AT_ONCE ? 0 : pruneSome();
            }
            if (total > 0) {
                log.atInfo().addKeyValue("events", total).log("shortened the log");
            }
        } catch (SQLException e) {
            log.atWarn()
                    .addKeyValue("reason", e.getMessage())
                    .log("cannot shorten the log, trying again in an hour");
        }
    }

    private long pruneSome() throws SQLException {
        try (var connection = database.getConnection();
                var statement = statement(connection);
                var row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private PreparedStatement statement(Connection connection) throws SQLException {
        var statement = connection.prepareStatement(PRUNE);
        statement.setDouble(1, (double) keep.toSeconds());
        statement.setLong(2, ROWS_AT_ONCE);
        return statement;
    }

    private void warnOfStrangers() {
        try {
            for (var stranger : strangers()) {
                log.atWarn()
                        .addKeyValue("target", stranger)
                        .log(
                                "a target that nobody here serves keeps the log from being shortened; if it is gone for good, delete it from parley.bridge_targets");
            }
        } catch (SQLException e) {
            log.atDebug().addKeyValue("reason", e.getMessage()).log("cannot look for targets");
        }
    }

    private List<String> strangers() throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(STRANGERS)) {
            query.setArray(1, connection.createArrayOf("text", targets.toArray()));
            try (var rows = query.executeQuery()) {
                var strangers = new ArrayList<String>();
                while (rows.next()) {
                    strangers.add(rows.getString(1));
                }
                return strangers;
            }
        }
    }
}
