/// What makes one worker the reader of the log, and its replication slot usable.
///
/// [SlotKeeper] checks and makes the slot before a session, [Lease] keeps all but one worker on standby
/// where the server does not, and [SourceConnections] opens what a source reads by.
@NullMarked
package dev.parley.worker.capture.slot;

import org.jspecify.annotations.NullMarked;
