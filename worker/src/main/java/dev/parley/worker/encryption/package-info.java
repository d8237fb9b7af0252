/// Keeps what private rooms say from the server that relays it, by
/// [encrypted channels](https://pusher.com/docs/channels/using_channels/encrypted-channels/).
///
/// [EncryptedTarget] stands before a target and seals the events of private rooms; everything before it
/// works with plain events on plain channels, so one place decides. [RoomChannel] tells which channel
/// takes the place of which. Names of events and channels stay readable, as does presence.
@NullMarked
package dev.parley.worker.encryption;

import org.jspecify.annotations.NullMarked;
