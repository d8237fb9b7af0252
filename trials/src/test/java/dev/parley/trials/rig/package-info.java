/// What trials run on. A [Trial] is one run: workers, load, faults at their times and clients, and a verdict
/// that is printed with the seed and the faults. It is begun on parts of its own, or on a [WorkerHarness]: a
/// database, a worker process and a scripted Pusher server, with a proxy between the first two.
///
/// One thread runs a trial; writers, proxies, servers and clients have their own.
@NullMarked
package dev.parley.trials.rig;

import org.jspecify.annotations.NullMarked;
