/// Tests of the HTTP API without a socket.
@NullMarked
package dev.parley.channels.api;

import org.jspecify.annotations.NullMarked;
