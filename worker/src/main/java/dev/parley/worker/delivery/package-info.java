/// What is told of events that a target took: how long each was under way, for meters and traces.
@NullMarked
package dev.parley.worker.delivery;

import org.jspecify.annotations.NullMarked;
