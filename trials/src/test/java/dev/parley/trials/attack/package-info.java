/// Strangers and members who try to stop the product, while honest people talk.
@NullMarked
package dev.parley.trials.attack;

import org.jspecify.annotations.NullMarked;
