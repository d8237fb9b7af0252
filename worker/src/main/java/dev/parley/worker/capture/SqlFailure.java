package dev.parley.worker.capture;

import dev.parley.worker.capture.CaptureException.Kind;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// What an SQL error means for a session, judged by its
/// [SQLSTATE](https://www.postgresql.org/docs/current/errcodes-appendix.html).
final class SqlFailure {
    private static final String PROTOCOL_VIOLATION = "08P01";
    private static final String OBJECT_IN_USE = "55006";

    private SqlFailure() {}

    /// Judges an error of an ordinary connection.
    static CaptureException ordinary(String attempt, SQLException cause) {
        return new CaptureException(
                isLogin(cause.getSQLState()) ? Kind.MISCONFIGURED : Kind.PASSING,
                attempt + ": " + cause.getMessage(),
                cause);
    }

    /// Judges an error of a replication connection, made right after an ordinary one worked.
    static CaptureException replication(String attempt, SQLException cause) {
        return new CaptureException(
                isPassing(cause.getSQLState()) ? Kind.PASSING : Kind.IMPOSSIBLE,
                attempt + ": " + cause.getMessage(),
                cause);
    }

    /// Wrong password, unknown role, unknown database.
    private static boolean isLogin(@Nullable String state) {
        return state != null && (state.startsWith("28") || state.equals("3D000"));
    }

    /// Connection trouble, server shutting down or starting, out of resources, slot in use elsewhere.
    /// A pooler in front of the server answers with a protocol violation or a syntax error instead.
    private static boolean isPassing(@Nullable String state) {
        return state == null
                || (state.startsWith("08") && !state.equals(PROTOCOL_VIOLATION))
                || state.startsWith("57P")
                || state.startsWith("53")
                || state.startsWith("58")
                || state.equals(OBJECT_IN_USE);
    }
}
