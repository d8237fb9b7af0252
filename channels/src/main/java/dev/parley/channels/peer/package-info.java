/// Who is at the other end of a connection, and how many connections one address has.
///
/// [dev.parley.channels.peer.TrustedProxies] tells who a peer really is,
/// [dev.parley.channels.peer.Addresses] counts. Both may be used by any thread.
@NullMarked
package dev.parley.channels.peer;

import org.jspecify.annotations.NullMarked;
