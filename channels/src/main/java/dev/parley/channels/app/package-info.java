/// What the server keeps of each application while it runs: channels, connections, signed-in users.
///
/// Thread-safe: sessions on every event loop, the HTTP API and in-process publishers share it.
@NullMarked
package dev.parley.channels.app;

import org.jspecify.annotations.NullMarked;
