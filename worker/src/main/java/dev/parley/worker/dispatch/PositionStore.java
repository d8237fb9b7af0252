// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import dev.parley.worker.capture.Change;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tables as the dispatcher sees them: the rooms' logs, and how far each target has come in them.
///
/// Any thread may call it. Every method throws [SQLException] when the database is away.
public interface PositionStore {
    /// Returns the name of the epoch the database is in; it changes when the database has lost
    /// committed rows, by failover or restore.
    String epoch() throws SQLException;

    /// Makes a target known. A new one starts at the end of every room's log, one known from another
    /// epoch keeps its positions as far as the logs reach.
    void register(String target, String epoch) throws SQLException;

    /// Returns the rooms whose log reaches further than the target's written position.
    List<Change.Behind> behind(String target) throws SQLException;

    /// Reads on in the logs of some rooms.
    ///
    /// @param positions at least one
    /// @return a page for each, in their order
    /// @throws SQLException also when the database is in another epoch by now
    List<LogPage> pages(String target, String epoch, List<ReadPosition> positions)
            throws SQLException;

    /// Writes positions down; never moves one back. Those of an epoch that the database is not in any
    /// more are left out.
    void save(String target, String epoch, Map<String, Long> published) throws SQLException;

    /// Writes down what a target refused for good; what is there already stays.
    void saveDeadLetters(String target, List<DeadLetter> rows) throws SQLException;

    /// Returns how many such events are written down and have not been cleared by a person.
    long deadLetterCount(String target) throws SQLException;

    /// Returns the channel of a room's events; empty when there is no such room.
    Optional<String> channel(String room) throws SQLException;
}
