/// Checks of the Pusher server, hosted or ours: address, keys, clock, socket, client events.
@NullMarked
package dev.parley.app.doctor.pusher;

import org.jspecify.annotations.NullMarked;
