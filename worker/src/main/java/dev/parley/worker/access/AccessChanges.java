// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.access;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Changes of access that targets have yet to be told, and the sessions that will become some. Any thread
/// may call.
interface AccessChanges {
    /// How many changes are taken at once.
    int AT_ONCE = 100;

    /// Takes what a target is to be told next. It is nobody else's for half a minute.
    List<AccessChange> claim(String target) throws SQLException;

    /// Forgets changes that were told.
    void forget(String target, List<AccessChange> told) throws SQLException;

    /// Gives changes back that could not be told.
    void release(String target, List<AccessChange> untold) throws SQLException;

    /// Notes that a session may listen until a time, or for longer than before.
    ///
    /// @param session its name, which stays when its token is renewed
    void note(String user, String session, Instant end) throws SQLException;

    /// Notes that somebody left a room, unless whatever made them leave has noted it.
    void left(List<String> targets, String room, String user);

    /// Makes a change for each of the targets out of every session that is over.
    void endSessions(List<String> targets, Instant now) throws SQLException;
}
