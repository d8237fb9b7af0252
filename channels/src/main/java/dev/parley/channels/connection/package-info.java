/// Handles the messages of a client: who may connect, what each frame means, what is answered.
///
/// [dev.parley.channels.connection.Session] is confined to the event loop of its connection and knows
/// no transport; it speaks through an [dev.parley.channels.connection.Outbound].
@NullMarked
package dev.parley.channels.connection;

import org.jspecify.annotations.NullMarked;
