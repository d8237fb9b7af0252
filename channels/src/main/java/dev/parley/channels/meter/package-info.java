/// What the server counts, by the names of `docs/channels.md`. [dev.parley.channels.meter.ServerMeters] is the one entry;
/// every method may be called by any thread, and costs one addition, so hot paths call it once a turn, not once a
/// delivery.
@NullMarked
package dev.parley.channels.meter;

import org.jspecify.annotations.NullMarked;
