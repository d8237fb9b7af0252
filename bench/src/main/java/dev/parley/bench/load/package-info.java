/// The load generator: one event loop that owns many WebSockets and a few HTTP connections, and
/// counts every message that comes.
///
/// A delivery costs a handful of array accesses: no text, no JSON, no object. The sequence number is
/// found in the received bytes by a marker in front of it. Everything here is confined to the
/// generator's loop unless it says otherwise.
@NullMarked
package dev.parley.bench.load;

import org.jspecify.annotations.NullMarked;
