/// Keeps capturing going, whichever source the room log can be read from.
///
/// [Capture] is the entry. It runs the best [ChangeSource] that works here and feeds a [ChangeSink]; it
/// falls back to the next one when one is not possible, and returns to a better one when that is;
/// [CaptureState] names what may be in the way. The sources are in the packages below, which depend on
/// this one: `wal` decodes and streams the log, `poll` asks for it by SQL, `slot` has what both need of
/// the replication slot. A source hands over changes in commit order and confirms a position of the log
/// only when the acknowledgements of all changes before it are settled. Each session begins with what the
/// tables say is still to be published, so changing the source loses nothing.
@NullMarked
package dev.parley.worker.capture;

import org.jspecify.annotations.NullMarked;
