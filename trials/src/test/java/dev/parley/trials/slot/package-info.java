/// Trials of the replication slot: dropped, given up by the server, out of reach behind a pooler, not to be had at
/// all, or left unread on a disk that is too small.
@NullMarked
package dev.parley.trials.slot;

import org.jspecify.annotations.NullMarked;
