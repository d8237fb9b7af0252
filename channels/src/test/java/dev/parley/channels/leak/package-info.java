/// Turns Netty's reports of leaked buffers into failed tests.
@NullMarked
package dev.parley.channels.leak;

import org.jspecify.annotations.NullMarked;
