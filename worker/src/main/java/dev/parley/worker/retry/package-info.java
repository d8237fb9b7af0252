/// How long to wait before trying again, and the waiting itself.
///
/// [Backoff] works out the time, [Rest] spends it. Randomness and time come from outside, so that a
/// test or a simulation decides both.
@NullMarked
package dev.parley.worker.retry;

import org.jspecify.annotations.NullMarked;
