/// Who is at the other end of a connection: [dev.parley.http.peer.TrustedProxies] tells it, a
/// [dev.parley.http.peer.Peer] says it, [dev.parley.http.peer.AddressScope] says whom an address belongs
/// to, and [dev.parley.http.peer.HostName] which names mean this very machine. Immutable values; any thread may use them.
@NullMarked
package dev.parley.http.peer;

import org.jspecify.annotations.NullMarked;
