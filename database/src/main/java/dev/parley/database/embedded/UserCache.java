// SPDX-License-Identifier: Apache-2.0
package dev.parley.database.embedded;

import dev.parley.database.file.PrivateFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Where a user's programs keep what can be made again.
final class UserCache {
    private UserCache() {}

    /// Returns our folder in it; one in `otherwise` where the user has none, as in a container.
    static PrivateFolder folder(PrivateFolder otherwise) throws IOException {
        var cache =
                Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                        .map(Path::of)
                        .filter(Path::isAbsolute)
                        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
        try {
            return PrivateFolder.at(cache.resolve("parley"));
        } catch (IOException _) {
            return otherwise.folder("cache"); // no home, or not ours to write to
        }
    }
}
