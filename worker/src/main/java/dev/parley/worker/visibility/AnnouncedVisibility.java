// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.visibility;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.LinkedHashSet;

/// Knows what webhooks of `chat_rooms` have told since the start. Of more public rooms than it can
/// remember it forgets those told longest ago, which are private then.
final class AnnouncedVisibility implements RoomVisibility {
    private static final int MAX_ROOMS = 100_000;

    @GuardedBy("this")
    private final LinkedHashSet<String> publicRooms = new LinkedHashSet<>();

    @Override
    public synchronized boolean isPublic(String room) {
        return publicRooms.contains(room);
    }

    @Override
    public synchronized void learn(String room, boolean isPublic) {
        publicRooms.remove(room);
        if (!isPublic) {
            return;
        }
        if (publicRooms.size() == MAX_ROOMS) {
            publicRooms.removeFirst();
        }
        publicRooms.add(room);
    }

    @Override
    public String source() {
        return "webhooks of chat_rooms, without which every room is private";
    }
}
