/// Tests of rooms and mailboxes without sockets.
@NullMarked
package dev.parley.channels.channel;

import org.jspecify.annotations.NullMarked;
