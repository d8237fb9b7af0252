// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.channel;

import dev.parley.protocol.PresenceData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The distinct users of a presence channel, in the order they came. A user with several
/// connections is one member, known as the first of them introduced the user. Guarded by the channel.
final class Members {
    private static final class Member {
        private final PresenceData introduced;
        private int connections = 1;

        Member(PresenceData introduced) {
            this.introduced = introduced;
        }
    }

    private final Map<String, Member> members = new LinkedHashMap<>();

    /// Returns whether `who` may come in: a member already, or one within the limit.
    boolean hasPlaceFor(PresenceData who, int limit) {
        return members.size() < limit || members.containsKey(who.userId());
    }

    /// Adds a connection of a user; says whether it is the user's first.
    boolean add(PresenceData who) {
        var present = members.get(who.userId());
        if (present != null) {
            present.connections++;
            return false;
        }
        members.put(who.userId(), new Member(who));
        return true;
    }

    /// Removes a connection of a user; says whether it was the user's last.
    boolean remove(String userId) {
        var present = members.get(userId);
        if (present == null || --present.connections > 0) {
            return false;
        }
        members.remove(userId);
        return true;
    }

    int count() {
        return members.size();
    }

    List<PresenceData> list() {
        return members.values().stream().map(member -> member.introduced).toList();
    }
}
