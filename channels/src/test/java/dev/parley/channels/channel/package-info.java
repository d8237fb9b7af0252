/// Tests of channels and task queues without sockets.
@NullMarked
package dev.parley.channels.channel;

import org.jspecify.annotations.NullMarked;
