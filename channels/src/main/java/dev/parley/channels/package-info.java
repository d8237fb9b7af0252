/// A server of the Pusher Channels protocol, as a library: WebSockets on one side, the HTTP API and
/// an in-process `publish` on the other.
///
/// [dev.parley.channels.ChannelServer] is the entry; it is told everything by a
/// [dev.parley.channels.config.ChannelsConfig]. The server runs on a fixed number of event loops,
/// each the owner of its connections; nothing on a loop ever waits.
@NullMarked
package dev.parley.channels;

import org.jspecify.annotations.NullMarked;
