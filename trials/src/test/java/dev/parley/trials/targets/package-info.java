/// Trials of the way between the worker and a Pusher server that fails.
@NullMarked
package dev.parley.trials.targets;

import org.jspecify.annotations.NullMarked;
