/// The whole under every kind of fault, one after the other, for minutes.
@NullMarked
package dev.parley.trials.endurance;

import org.jspecify.annotations.NullMarked;
