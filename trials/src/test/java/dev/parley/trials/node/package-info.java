/// Real processes: a [Node] is `parley worker` as operators run it, which can be killed, stopped and
/// started again.
@NullMarked
package dev.parley.trials.node;

import org.jspecify.annotations.NullMarked;
