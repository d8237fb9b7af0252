/// Clients without a screen: a [Crowd] connects to a Pusher-compatible server as browsers do, follows
/// rooms by the rules of the React package's `core/log` and `core/live/sync`, and remembers what it would
/// have shown.
///
/// Sockets and reads run on virtual threads; timers share one thread. A room's state is under its own lock.
@NullMarked
package dev.parley.trials.client;

import org.jspecify.annotations.NullMarked;
