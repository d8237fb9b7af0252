// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture;

import dev.parley.worker.retry.TransientSqlErrors;
import java.sql.SQLException;
import java.util.Map;

/// What an SQL error means for a session, judged by its
/// [SQLSTATE](https://www.postgresql.org/docs/current/errcodes-appendix.html).
public final class SqlFailure {
    /// Errors that mean the same wherever they come from.
    private static final Map<String, CaptureState> ANYWHERE =
            Map.ofEntries(
                    Map.entry("28000", CaptureState.LOGIN_REFUSED),
                    Map.entry("28P01", CaptureState.LOGIN_REFUSED),
                    Map.entry("3D000", CaptureState.LOGIN_REFUSED),
                    Map.entry("42P01", CaptureState.SCHEMA_MISSING), // no such table
                    Map.entry("3F000", CaptureState.SCHEMA_MISSING), // no such schema
                    Map.entry("42883", CaptureState.SCHEMA_MISSING), // no such function
                    Map.entry("42703", CaptureState.SCHEMA_MISSING), // no such column
                    Map.entry("42501", CaptureState.SCHEMA_MISSING), // no privilege
                    Map.entry("25006", CaptureState.SERVER_IN_RECOVERY), // read-only
                    Map.entry("55006", CaptureState.SLOT_HELD),
                    Map.entry("53400", CaptureState.NO_FREE_SLOT),
                    Map.entry("57014", CaptureState.SLOT_WAITS)); // cancelled by the time limit

    /// Errors of a replication connection, made right after an ordinary one worked, that mean something
    /// else there: protocol violation, syntax error, no privilege, login refused, feature missing.
    private static final Map<String, CaptureState> REPLICATION =
            Map.ofEntries(
                    Map.entry("08P01", CaptureState.REPLICATION_REFUSED),
                    Map.entry("42601", CaptureState.REPLICATION_REFUSED),
                    Map.entry("42501", CaptureState.REPLICATION_REFUSED),
                    Map.entry("28000", CaptureState.REPLICATION_REFUSED),
                    Map.entry("0A000", CaptureState.REPLICATION_REFUSED),
                    Map.entry("53300", CaptureState.NO_FREE_SENDER));

    private SqlFailure() {}

    /// Judges an error of an ordinary connection.
    public static CaptureException ordinary(String attempt, SQLException cause) {
        return failure(ANYWHERE.getOrDefault(state(cause), away(cause)), attempt, cause);
    }

    /// Judges an error of an attempt to open a replication connection or to start a stream.
    public static CaptureException replication(String attempt, SQLException cause) {
        var usual = ANYWHERE.getOrDefault(state(cause), CaptureState.STREAM_ENDED);
        return failure(REPLICATION.getOrDefault(state(cause), usual), attempt, cause);
    }

    private static CaptureState away(SQLException cause) {
        return TransientSqlErrors.explains(cause)
                ? CaptureState.DATABASE_AWAY
                : CaptureState.STREAM_ENDED;
    }

    private static CaptureException failure(
            CaptureState state, String attempt, SQLException cause) {
        return new CaptureException(state, attempt + ": " + reason(cause), cause);
    }

    /// The pool wraps what the driver said in a sentence about itself.
    private static String reason(SQLException cause) {
        return cause.getCause() instanceof SQLException original
                ? String.valueOf(original.getMessage())
                : String.valueOf(cause.getMessage());
    }

    private static String state(SQLException cause) {
        var state = cause.getSQLState();
        return state == null ? "" : state;
    }
}
