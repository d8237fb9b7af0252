/// Who may listen no longer: people who left, were removed or muted, and sessions that are over.
///
/// [AccessEnforcer] is the entry. It is told whose connection asks to be let in, and brings every change of
/// access to every target: the database, or in `forward` mode the memory, keeps what has yet to be told,
/// so that nothing is lost with a worker. One virtual thread per target, `parley-<target>-access`.
@NullMarked
package dev.parley.worker.access;

import org.jspecify.annotations.NullMarked;
