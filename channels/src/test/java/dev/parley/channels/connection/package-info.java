/// Tests of a session without a socket.
@NullMarked
package dev.parley.channels.connection;

import org.jspecify.annotations.NullMarked;
