// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.adoption;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/// Runs transactions that need locks on tables an app is using.
///
/// Whoever asks for such a lock stands in front of everybody who comes after. So each attempt gives up
/// after half a second, which is also before PostgreSQL looks for deadlocks: when the app and we wait
/// for each other it is never the app's statement that fails.
public final class PatientLock {
    /// Less than the `deadlock_timeout` of a server, a second when nobody changed it.
    private static final Duration ATTEMPT = Duration.ofMillis(500);

    /// How long a lock is tried for, before whoever holds it has to be looked at by a person.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String DEADLOCK_DETECTED = "40P01";

    /// Whoever has been in a transaction for longest, of those that hold something on the tables.
    private static final String HOLDER =
            """
            select format('process %s (%s), in a transaction since %s', a.pid,
                          coalesce(nullif(a.application_name, ''), a.usename, 'another role'), a.xact_start)
              from pg_locks l join pg_stat_activity a on a.pid = l.pid
             where l.granted and l.pid <> pg_backend_pid() and l.relation in (
                     select c.oid from pg_class c
                      where c.relnamespace = 'public'::regnamespace
                        and c.relname in ('chat_rooms', 'messages', 'room_participants', 'profiles'))
             order by a.xact_start nulls last limit 1
            """;

    private final Connection connection;
    private final Consumer<String> progress;
    private Duration longest = Duration.ZERO;

    /// @param connection in auto-commit
    /// @param progress told of who is waited for, a sentence without a full stop
    public PatientLock(Connection connection, Consumer<String> progress) {
        this.connection = connection;
        this.progress = progress;
    }

    /// What is done in one transaction.
    @FunctionalInterface
    public interface Work {
        /// Takes its locks and does it.
        void run(Statement statement) throws SQLException;
    }

    /// Runs a statement in a transaction of its own, again while its locks cannot be had.
    ///
    /// @throws SQLException its failure, or that of the last attempt when patience is at its end
    public void run(String sql) throws SQLException {
        run(statement -> statement.execute(sql));
    }

    /// Runs work in a transaction of its own, again from the beginning while its locks cannot be had.
    ///
    /// @throws SQLException the failure of the work, or of the last attempt when patience is at its end
    public void run(Work work) throws SQLException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        var pause = FIRST_PAUSE;
        while (true) {
            try {
                attempt(work);
                return;
            } catch (SQLException e) {
                if (!isLockFailure(e) || System.nanoTime() + pause.toNanos() > end) {
                    throw e;
                }
                progress.accept("waits for " + holder() + ", and lets others go first");
                sleep(pause);
                pause = pause.multipliedBy(2);
                pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
            }
        }
    }

    /// Returns the longest that one transaction took, from when it first stood in anybody's way.
    public Duration longest() {
        return longest;
    }

    private void attempt(Work work) throws SQLException {
        connection.setAutoCommit(false);
        var started = System.nanoTime();
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute("set local lock_timeout = '" + ATTEMPT.toMillis() + "ms'");
            work.run(statement);
            connection.commit();
            var held = Duration.ofNanos(System.nanoTime() - started);
            longest = held.compareTo(longest) > 0 ? held : longest;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static boolean isLockFailure(SQLException failure) {
        return LOCK_NOT_AVAILABLE.equals(failure.getSQLState())
                || DEADLOCK_DETECTED.equals(failure.getSQLState());
    }

    private String holder() throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(HOLDER)) {
            return row.next() ? row.getString(1) : "a lock";
        }
    }

    /// Pauses of equal length would meet the same writer again.
    private static void sleep(Duration pause) throws SQLException {
        var millis = pause.toMillis();
        try {
            Thread.sleep(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for a lock", e);
        }
    }
}
