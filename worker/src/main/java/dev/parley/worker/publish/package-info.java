/// How events reach a Pusher-compatible server, whatever it answers.
///
/// [Target] is one such server and tries once. [RetryingPublisher] is the persistence in front of it: it
/// repeats, waits, splits and, in the end, sends a small reference in place of what a target refuses
/// for good, as [Failure] decides. A publisher returns when its events are delivered and may be used
/// by many threads at once; the order of events is the business of whoever calls it.
@NullMarked
package dev.parley.worker.publish;

import org.jspecify.annotations.NullMarked;
