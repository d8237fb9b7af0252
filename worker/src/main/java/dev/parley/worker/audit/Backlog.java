// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.audit;

import java.time.Duration;
import java.util.List;

/// What a target has yet to take, by what is written down: up to a second more than is true.
///
/// @param rooms how many rooms are behind
/// @param events how many events, all rooms together
/// @param deepest how many events in the room that is furthest behind
/// @param oldest how old the oldest of them is
/// @param oldestRooms ids of the rooms whose next event is the oldest, at most five
record Backlog(long rooms, long events, long deepest, Duration oldest, List<String> oldestRooms) {
    static final Backlog NONE = new Backlog(0, 0, 0, Duration.ZERO, List.of());

    Backlog {
        oldestRooms = List.copyOf(oldestRooms);
    }
}
