/// Handles the messages of a client: who may connect, what each frame means, what is answered.
///
/// [Session] is one client's connection, [Subscriptions] and [UserSignIn] are what it has joined and who it
/// is. They are confined to the event loop of the connection and know no transport; they send through an
/// [Outbound].
@NullMarked
package dev.parley.channels.connection;

import org.jspecify.annotations.NullMarked;
