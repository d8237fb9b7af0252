/// The bridge from the database log to Pusher.
///
/// [Worker] is the entry: it captures the room log, publishes it to every target and answers over HTTP.
@NullMarked
package dev.parley.worker;

import org.jspecify.annotations.NullMarked;
