// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.config;

import dev.parley.protocol.Range;
import java.util.HashSet;
import java.util.List;

/// What apps that live on one server must keep to.
public final class AppRules {
    private static final int MOST = 100_000;

    private AppRules() {}

    /// Returns a copy of the list.
    ///
    /// @throws IllegalArgumentException if there is none, or two share an id or a key
    public static List<App> check(List<App> apps) {
        Range.check("apps", apps.size(), 1, MOST);
        var seen = new HashSet<String>();
        for (var app : apps) {
            if (!seen.add("id " + app.id())) {
                throw new IllegalArgumentException("two apps have the id " + app.id());
            }
            for (var key : app.keys()) {
                if (!seen.add("key " + key.key())) {
                    throw new IllegalArgumentException("two apps have the key " + key.key());
                }
            }
        }
        return List.copyOf(apps);
    }
}
