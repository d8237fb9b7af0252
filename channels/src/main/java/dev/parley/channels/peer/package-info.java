/// How many connections one address has: [dev.parley.channels.peer.Addresses] counts. Any thread may
/// use it.
@NullMarked
package dev.parley.channels.peer;

import org.jspecify.annotations.NullMarked;
