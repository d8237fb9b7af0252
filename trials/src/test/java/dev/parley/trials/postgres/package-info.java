/// PostgreSQL servers under a trial's control: started with any settings, killed, stopped, copied into a standby,
/// promoted, or given a disk that is too small. [Cluster] is the entry.
///
/// Servers write to disk before COMMIT answers (`fsync` and `synchronous_commit` are on): what a trial calls
/// accepted must survive a crash.
@NullMarked
package dev.parley.trials.postgres;

import org.jspecify.annotations.NullMarked;
