/// Judges a run: [Checker] compares what writers were promised, what the tables hold, what was published
/// and what clients rendered, all of it in a [History], and returns a [Verdict].
///
/// Nothing in here has threads or I/O, except [Table], which reads the room log.
@NullMarked
package dev.parley.trials.checker;

import org.jspecify.annotations.NullMarked;
