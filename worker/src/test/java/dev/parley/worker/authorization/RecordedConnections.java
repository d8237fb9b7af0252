// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Remembers who asked to be let in.
final class RecordedConnections {
    @GuardedBy("this")
    private final List<String> told = new ArrayList<>();

    @GuardedBy("this")
    private boolean failing;

    synchronized void fail() {
        failing = true;
    }

    synchronized void add(String socketId, String user, String session, Instant end)
            throws SQLException {
        if (failing) {
            throw new SQLException("as told");
        }
        told.add(socketId + " " + user + " " + end);
    }

    synchronized List<String> told() {
        return List.copyOf(told);
    }
}
