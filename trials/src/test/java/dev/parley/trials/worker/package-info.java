/// Scenarios in which worker processes are killed, frozen, replaced and starved.
@NullMarked
package dev.parley.trials.worker;

import org.jspecify.annotations.NullMarked;
