/// Faults at their times: a [Timeline] brings them about in order and can say afterwards what happened
/// when, and what did not.
@NullMarked
package dev.parley.trials.fault;

import org.jspecify.annotations.NullMarked;
