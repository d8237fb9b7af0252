/// A client of the Pusher protocol that blocks until it has its answer or a deadline has passed.
///
/// [PusherClient][dev.parley.client.PusherClient] is the entry. It is for programs and tests that ask a
/// server a few questions; it does not reconnect. One thread uses a client at a time; messages arrive on
/// threads of the `HttpClient` and wait in a queue of bounded length, beyond which nothing more is read
/// from the socket.
@NullMarked
package dev.parley.client;

import org.jspecify.annotations.NullMarked;
