/// The training run, and the process it trains.
@NullMarked
package dev.parley.warmup;

import org.jspecify.annotations.NullMarked;
