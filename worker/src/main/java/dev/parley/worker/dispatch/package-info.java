/// Carries the room log to every target: each room in order, nothing left out, each target at its
/// own pace.
///
/// [Dispatcher] is the entry; a source of changes feeds it. The decisions are made by two plain state
/// machines without threads or clocks of their own: [DeliveryQueue] (what one target gets next) and [TransientEventSchedule]
/// (the short-lived `cursors` and `head` events). [TargetDispatcher] gives each target its own of both, and their
/// threads. How far a target
/// has come is kept in the [PositionStore], at most a second behind, so that a restart repeats little and
/// loses nothing. The position store's tables are also the overflow of the queues: what does not fit in
/// memory is read from there when its turn comes.
@NullMarked
package dev.parley.worker.dispatch;

import org.jspecify.annotations.NullMarked;
