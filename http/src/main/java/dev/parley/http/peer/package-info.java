/// Who is at the other end of a connection: [dev.parley.http.peer.TrustedProxies] tells it, a
/// [dev.parley.http.peer.Peer] says it. Immutable values; any thread may use them.
@NullMarked
package dev.parley.http.peer;

import org.jspecify.annotations.NullMarked;
