/// Trials of databases that are replaced by a standby or by a backup: numbers go on from an earlier place, in
/// another epoch.
@NullMarked
package dev.parley.trials.failover;

import org.jspecify.annotations.NullMarked;
