// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.poll;

import dev.parley.worker.capture.CaptureConfig;
import dev.parley.worker.capture.wal.Lsn;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

/// The slot's two SQL functions: look without taking, and move on. Each call is one transaction, so
/// poolers in any mode will do. Owned by one thread.
final class SlotReading {
    // the end of the log is asked for first and limits the look, so that everything before it was
    // seen
    private static final String PEEK =
            """
            select m.mark, p.data
            from (select pg_current_wal_flush_lsn() as mark offset 0) m
            left join lateral pg_logical_slot_peek_binary_changes(?, m.mark, ?,
              'proto_version', '1', 'publication_names', ?) p on true
            """;
    private static final String ADVANCE = "select pg_replication_slot_advance(?, ?::pg_lsn)";

    /// A transaction of many rows comes in pieces, so that it need not fit into memory.
    private static final int ROWS_AT_ONCE = 200;

    private final Connection connection;
    private final CaptureConfig config;

    SlotReading(Connection connection, CaptureConfig config) {
        this.connection = connection;
        this.config = config;
    }

    /// What a look found.
    ///
    /// @param mark the end of the log when the look began
    /// @param messages how many messages there were; whole transactions, so it may exceed the limit
    record Peek(Lsn mark, int messages) {}

    /// Hands everything in the slot to `reader`, from its oldest unconfirmed transaction on.
    ///
    /// A connection on which this failed is of no further use.
    ///
    /// @param limit no further transaction is looked at after this many messages
    Peek peek(int limit, Consumer<ByteBuffer> reader) throws SQLException {
        connection.setAutoCommit(false); // or the driver fetches all rows at once
        try (var query = connection.prepareStatement(PEEK)) {
            query.setFetchSize(ROWS_AT_ONCE);
            query.setString(1, config.slot());
            query.setInt(2, limit);
            query.setString(3, config.publication());
            var mark = Lsn.ZERO;
            var messages = 0;
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    mark = Lsn.parse(rows.getString(1));
                    var data = rows.getBytes(2);
                    if (data != null) {
                        messages++;
                        reader.accept(ByteBuffer.wrap(data));
                    }
                }
            }
            connection.commit();
            connection.setAutoCommit(true);
            return new Peek(mark, messages);
        }
    }

    /// Lets the server forget everything before a position.
    void advance(Lsn to) throws SQLException {
        try (var statement = connection.prepareStatement(ADVANCE)) {
            statement.setString(1, config.slot());
            statement.setString(2, to.toString());
            statement.execute();
        }
    }
}
