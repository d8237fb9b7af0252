/// Keeps the rooms' logs short: [Pruner] removes what is older than people need and every target has
/// taken. One virtual thread, which ends with it.
@NullMarked
package dev.parley.worker.retention;

import org.jspecify.annotations.NullMarked;
