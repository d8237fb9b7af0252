/// Where the room log is read from: the write-ahead log of the database, or its tables.
///
/// [Capture] is the entry. It runs the best of three sources that works here: one streams a replication
/// slot, one reads the same slot by SQL, one looks at the tables; all feed the same [ChangeSink]. It goes
/// down to the next when one is not possible and up again when a better one is; [CaptureState] names
/// what may be in the way. A source hands over changes in commit order and confirms a position of the log
/// only when the acknowledgements of all changes before it are settled. Each session begins with what the
/// tables say is still to be published, so changing the source loses nothing.
@NullMarked
package dev.parley.worker.capture;

import org.jspecify.annotations.NullMarked;
