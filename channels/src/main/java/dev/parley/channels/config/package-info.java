/// What a server is told at its start: [dev.parley.channels.config.ChannelsConfig] and its parts.
///
/// Records that refuse wrong values themselves; usable from any thread.
@NullMarked
package dev.parley.channels.config;

import org.jspecify.annotations.NullMarked;
