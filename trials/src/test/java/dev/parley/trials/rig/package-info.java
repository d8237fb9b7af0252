/// What trials of networks and targets run on: a [Rig] is a database, a worker process and a scripted
/// Pusher server, with a proxy between the first two; a [Trial] is one run on it, with load, faults at
/// their times and a verdict.
///
/// One thread runs a trial; writers, the proxy and the server have their own.
@NullMarked
package dev.parley.trials.rig;

import org.jspecify.annotations.NullMarked;
