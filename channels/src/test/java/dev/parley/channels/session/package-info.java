/// Tests of a client's conversation without a socket.
@NullMarked
package dev.parley.channels.session;

import org.jspecify.annotations.NullMarked;
