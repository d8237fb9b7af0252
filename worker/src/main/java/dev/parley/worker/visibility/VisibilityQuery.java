// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.visibility;

import java.io.IOException;
import java.sql.SQLException;

/// One question to where the rooms are. Thread-safe.
interface VisibilityQuery extends AutoCloseable {
    /// Returns whether there is such a room and it is public.
    boolean isPublic(String room) throws IOException, SQLException, InterruptedException;

    /// Returns who is asked, for people.
    String source();

    /// Lets go of what only this query uses.
    @Override
    default void close() {}
}
