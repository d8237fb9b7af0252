// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.adoption;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;

/// Gives the messages of an app their numbers, a few thousand in a transaction.
///
/// It goes over the messages until what is left fits one transaction. Within a room the order is that of
/// the times; a number given stays, so a message that was committed late comes after those already
/// numbered.
final class MessageNumbering {
    /// A message this young may have an older one beside it that is not committed yet.
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private static final int FIRST_BATCH = 1_000;
    private static final int LARGEST_BATCH = 20_000;

    /// How long the rows of one batch may be kept from the app.
    private static final Duration BATCH_TIME = Duration.ofMillis(250);

    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(2);

    private static final String HAS_TIMES =
            """
            select exists (select from information_schema.columns
                            where table_schema = 'public' and table_name = 'messages' and column_name = 'created_at')
            """;

    private static final String BATCH =
            """
            update public.messages m set seq = p.seq, rev = p.seq
              from pg_temp.parley_numbers p
             where p.n > ? and p.n <= ? and m.id = p.id and m.seq is null
            """;

    private final Connection connection;
    private final PatientLock locks;
    private final Consumer<String> progress;
    private int size = FIRST_BATCH;

    MessageNumbering(Connection connection, PatientLock locks, Consumer<String> progress) {
        this.connection = connection;
        this.locks = locks;
        this.progress = progress;
    }

    void run() throws SQLException {
        var silenced = silenceTriggers();
        try {
            numberAll();
        } finally {
            if (silenced) {
                execute("reset session_replication_role");
            }
        }
    }

    /// Returns whether it could be done: an app's triggers would take every number for a change that a person made.
    private boolean silenceTriggers() {
        try {
            execute("set session_replication_role = replica");
            return true;
        } catch (SQLException e) {
            progress.accept(
                    "this role may not set session_replication_role: the app's own triggers see each number given as an update of messages");
            return false;
        }
    }

    private void numberAll() throws SQLException {
        long planned;
        do {
            planned = plan();
            number(planned);
            execute("drop table pg_temp.parley_numbers");
        } while (planned > LARGEST_BATCH);
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// Lists the messages without a number, in a table of this session: it is gone with it, and what was
    /// numbered by then stays.
    private long plan() throws SQLException {
        var hasTimes = SingleAnswer.flag(connection, HAS_TIMES);
        var order = hasTimes ? "m.created_at nulls first" : "m.id";
        var isOld =
                hasTimes
                        ? "coalesce(m.created_at < now() - interval '%d seconds', true)"
                                .formatted(MARGIN.toSeconds())
                        : "true";
        try (var statement = connection.createStatement()) {
            statement.execute("drop table if exists pg_temp.parley_numbers");
            var planned =
                    statement.executeLargeUpdate(
                            """
                            create temporary table parley_numbers as
                            select row_number() over (order by m.room_id, %1$s, m.id) as n, m.id,
                                   coalesce(numbered.last, 0)
                                     + row_number() over (partition by m.room_id order by %1$s, m.id) as seq
                              from public.messages m
                              left join (select room_id, max(seq) as last from public.messages
                                          where seq is not null group by room_id) numbered on numbered.room_id = m.room_id
                             where m.seq is null and %2$s
                            """
                                    .formatted(order, isOld));
            statement.execute("create unique index on pg_temp.parley_numbers (n)");
            statement.execute("analyze pg_temp.parley_numbers");
            return planned;
        }
    }

    private void number(long planned) throws SQLException {
        if (planned > LARGEST_BATCH) {
            progress.accept("numbers %,d messages; the app goes on".formatted(planned));
        }
        var reported = System.nanoTime();
        long done = 0;
        while (done < planned) {
            var to = Math.min(planned, done + size);
            var started = System.nanoTime();
            number(done, to);
            fit(Duration.ofNanos(System.nanoTime() - started));
            done = to;
            if (System.nanoTime() - reported > BETWEEN_REPORTS.toNanos()) {
                progress.accept("numbered %,d of %,d messages".formatted(done, planned));
                reported = System.nanoTime();
            }
        }
    }

    private void number(long after, long through) throws SQLException {
        locks.run(statement -> {
            try (var update = statement.getConnection().prepareStatement(BATCH)) {
                update.setLong(1, after);
                update.setLong(2, through);
                update.executeUpdate();
            }
        });
    }

    private void fit(Duration taken) {
        if (taken.compareTo(BATCH_TIME) > 0) {
            size = Math.max(FIRST_BATCH / 10, size / 2);
        } else if (taken.compareTo(BATCH_TIME.dividedBy(2)) < 0) {
            size = Math.min(LARGEST_BATCH, size * 2);
        }
    }
}
