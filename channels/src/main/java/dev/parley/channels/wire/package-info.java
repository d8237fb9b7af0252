/// Frames as bytes: a server frame is turned into its WebSocket form once, however many connections
/// it goes to. Immutable, usable from any thread.
@NullMarked
package dev.parley.channels.wire;

import org.jspecify.annotations.NullMarked;
