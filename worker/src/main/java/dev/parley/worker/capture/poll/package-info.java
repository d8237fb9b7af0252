/// Sources that ask by SQL again and again, for databases whose log cannot be streamed.
///
/// [SlotSource] reads the log in the replication slot, [TablesSource] the backlog in the tables. Both hold
/// the lease while they look, and each is one thread: that of its session.
@NullMarked
package dev.parley.worker.capture.poll;

import org.jspecify.annotations.NullMarked;
