// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.slot;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

/// Opens streams as another reader of a slot would.
final class Streams {
    private Streams() {}

    static PGReplicationStream open(Connection replication, String slot) throws SQLException {
        return replication
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(slot)
                .withSlotOption("proto_version", "1")
                .withSlotOption("publication_names", "parley")
                .start();
    }
}
