/// Whether to try again, how long to wait before, and the waiting itself.
///
/// [TransientSqlErrors] says whether to, [Backoff] works out the time, [Sleeper] spends it. Randomness and time come
/// from outside, so that a test or a simulation decides both.
@NullMarked
package dev.parley.worker.retry;

import org.jspecify.annotations.NullMarked;
