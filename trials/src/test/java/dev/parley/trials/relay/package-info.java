/// Our own channels server, with a record of what was published to it: a [Relay] stands before a
/// [ChannelServer][dev.parley.channels.ChannelServer] of this process and notes every event that the
/// server took, repeats included.
///
/// Requests run on the web server's virtual threads.
@NullMarked
package dev.parley.trials.relay;

import org.jspecify.annotations.NullMarked;
