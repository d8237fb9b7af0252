// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.authorization;

import java.sql.SQLException;
import java.time.Instant;

/// Is told of everyone who asks to be let in, before it is decided whether they may.
@FunctionalInterface
public interface ConnectionRegistrar {
    /// Notes whose connection asks.
    ///
    /// @param socketId the connection
    /// @param session name of the person's session, which stays when its token is renewed
    /// @param end until when the person may listen unless the token is renewed
    /// @throws SQLException when it cannot be noted; then nobody is let in
    void registerConnection(String socketId, String user, String session, Instant end)
            throws SQLException;
}
