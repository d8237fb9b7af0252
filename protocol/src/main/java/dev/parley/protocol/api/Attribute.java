// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol.api;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// What a caller may ask about a channel, in the `info` parameter or member.
public enum Attribute {
    /// Distinct users; presence channels only.
    USER_COUNT,
    /// Connections; all but presence channels.
    SUBSCRIPTION_COUNT,
    /// The remembered event; cache channels only.
    CACHE;

    /// Reads a comma-separated list.
    ///
    /// @throws ApiException 400 for an unknown name
    public static Set<Attribute> parse(String list) {
        var found = EnumSet.noneOf(Attribute.class);
        for (var name : list.split(",", -1)) {
            if (!name.isEmpty()) {
                found.add(one(name.strip()));
            }
        }
        return found;
    }

    private static Attribute one(String name) {
        for (var info : values()) {
            if (info.name().toLowerCase(Locale.ROOT).equals(name)) {
                return info;
            }
        }
        throw new ApiException(
                400, "info may hold user_count, subscription_count and cache, nothing else");
    }
}
