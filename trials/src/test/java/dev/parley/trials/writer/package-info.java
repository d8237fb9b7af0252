/// Load: [WriterFleet] inserts messages over many rooms at a rate, on connections of its own, and keeps
/// account of what was accepted. [Rooms] are where it happens.
@NullMarked
package dev.parley.trials.writer;

import org.jspecify.annotations.NullMarked;
