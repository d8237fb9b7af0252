/// Tests of single connections, without a network.
@NullMarked
package dev.parley.channels.socket;

import org.jspecify.annotations.NullMarked;
