/// The whole product under faults: real workers, real PostgreSQL and real or scripted Pusher servers, and
/// a checker that compares what was committed with what was published and what was rendered.
@NullMarked
package dev.parley.trials;

import org.jspecify.annotations.NullMarked;
