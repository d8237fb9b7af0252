// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

import dev.parley.channels.config.App;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What `CHANNELS_CONFIG` and the variables of Pusher say of our Pusher-compatible server.
///
/// @param file the file it was read from, which is read again when it changes; nothing when there is
///     none
/// @param named ids of the apps that `CHANNELS_CONFIG` names
/// @param apps the apps that are served
/// @param server what holds for all of them
public record ChannelsTree(
        Optional<Path> file, Set<String> named, List<App> apps, ServerSettings server) {
    /// Copies the collections.
    public ChannelsTree {
        named = Set.copyOf(named);
        apps = List.copyOf(apps);
    }
}
