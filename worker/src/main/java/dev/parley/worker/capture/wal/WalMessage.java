// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture.wal;

import java.util.List;

/// One message of the logical decoding plugin `pgoutput`, protocol version 1, as
/// [Logical Replication Message Formats](https://www.postgresql.org/docs/current/protocol-logicalrep-message-formats.html)
/// defines them.
sealed interface WalMessage {
    /// A committed transaction begins.
    ///
    /// @param commitLsn where its commit record is
    record Begin(Lsn commitLsn) implements WalMessage {}

    /// The transaction is complete.
    ///
    /// @param endLsn the first position behind it: confirming it confirms the transaction
    record Commit(Lsn endLsn) implements WalMessage {}

    /// Describes a table; sent before its first row and after it was altered.
    ///
    /// @param id number that rows refer to
    /// @param schema its schema
    /// @param name its name
    /// @param columns names of its columns, in the order of the cells
    record Relation(int id, String schema, String name, List<String> columns)
            implements WalMessage {
        public Relation {
            columns = List.copyOf(columns);
        }
    }

    /// A row was inserted.
    record Insert(int relation, List<Cell> row) implements WalMessage {
        public Insert {
            row = List.copyOf(row);
        }
    }

    /// A row was updated.
    ///
    /// @param row its new form
    record Update(int relation, List<Cell> row) implements WalMessage {
        public Update {
            row = List.copyOf(row);
        }
    }

    /// A row was deleted.
    record Delete(int relation) implements WalMessage {}

    /// Tables were emptied.
    record Truncate(List<Integer> relations) implements WalMessage {
        public Truncate {
            relations = List.copyOf(relations);
        }
    }

    /// Something a consumer of rows may pass over: a data type, an origin, a message.
    record Aside() implements WalMessage {}

    /// One value of a row.
    sealed interface Cell {
        /// SQL null.
        record Null() implements Cell {}

        /// A large value the update left alone and the log therefore does not repeat.
        record Unchanged() implements Cell {}

        /// A value in PostgreSQL's text form.
        record Text(String value) implements Cell {}
    }
}
