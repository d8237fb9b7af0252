/// Where the room log is read from: the write-ahead log of the database, or its tables.
///
/// [ChangeSource] is the entry. It has two implementations that feed the same [ChangeSink]: one
/// streams a replication slot, one asks the tables again and again. [Capture] runs the better one
/// that works, on one virtual thread, and starts it again after every failure. A source hands over
/// changes in commit order and confirms a position of the log only when the receipts of all changes
/// before it are settled.
@NullMarked
package dev.parley.worker.capture;

import org.jspecify.annotations.NullMarked;
