/// Tests of rooms and mailboxes without sockets.
@NullMarked
package dev.parley.channels.room;

import org.jspecify.annotations.NullMarked;
