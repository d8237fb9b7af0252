/// Tests of a client's conversation without a socket.
@NullMarked
package dev.parley.channels.connection;

import org.jspecify.annotations.NullMarked;
