/// Tests of the whole server over real sockets.
@NullMarked
package dev.parley.channels;

import org.jspecify.annotations.NullMarked;
