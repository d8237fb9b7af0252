package dev.parley.worker.capture;

import dev.parley.worker.capture.CaptureException.Kind;
import java.sql.SQLException;
import java.util.Set;

/// What an SQL error means for a session, judged by its
/// [SQLSTATE](https://www.postgresql.org/docs/current/errcodes-appendix.html).
final class SqlFailure {
    /// Login refused, or no such database: a person must act.
    private static final Set<String> LOGIN = Set.of("28000", "28P01", "3D000");

    /// Answers of a server or pooler that does not do replication for us: protocol violation, syntax
    /// error, insufficient privilege, login of this kind refused, feature not supported.
    private static final Set<String> NO_REPLICATION =
            Set.of("08P01", "42601", "42501", "28000", "0A000");

    private SqlFailure() {}

    /// Judges an error of an ordinary connection, or of a stream that had already worked.
    static CaptureException ordinary(String attempt, SQLException cause) {
        return failure(
                LOGIN.contains(state(cause)) ? Kind.MISCONFIGURED : Kind.PASSING, attempt, cause);
    }

    /// Judges an error of a replication connection, made right after an ordinary one worked.
    static CaptureException replication(String attempt, SQLException cause) {
        return failure(
                NO_REPLICATION.contains(state(cause)) ? Kind.IMPOSSIBLE : Kind.PASSING,
                attempt,
                cause);
    }

    private static CaptureException failure(Kind kind, String attempt, SQLException cause) {
        return new CaptureException(kind, attempt + ": " + cause.getMessage(), cause);
    }

    private static String state(SQLException cause) {
        var state = cause.getSQLState();
        return state == null ? "" : state;
    }
}
