package dev.parley.worker;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/// Opens connections, and waits for a database that is away instead of failing. The pool above pauses
/// twice as long after each failure, up to five seconds, and would find a database that late that is back.
///
/// Thread-safe once it is set up; an interrupt ends the waiting.
final class PatientDataSource extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;

    private static final Duration RETRY = Duration.ofMillis(250);

    /// What was in the way last; null once a connection could be opened.
    private transient volatile @Nullable SQLException obstacle;

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password)
            throws SQLException {
        while (true) {
            try {
                var connection = super.getConnection(user, password);
                obstacle = null;
                return connection;
            } catch (SQLException e) {
                obstacle = e;
                if (!isAway(e)) {
                    throw e;
                }
                rest(e);
            }
        }
    }

    /// Returns why there is no connection.
    @Nullable SQLException obstacle() {
        return obstacle;
    }

    /// Says whether an error may pass by itself: no connection, no room for one, a server that starts or
    /// stops ([SQLSTATE](https://www.postgresql.org/docs/current/errcodes-appendix.html)).
    private static boolean isAway(SQLException e) {
        var state = e.getSQLState();
        return state == null
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P");
    }

    private static void rest(SQLException reason) throws SQLException {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reason.addSuppressed(e);
            throw reason;
        }
    }
}
