// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import java.util.List;

/// What the tables say about one room for one target.
///
/// @param published the number up to which the target had everything when the page was read
/// @param events the rows after that, rising, possibly cut off
/// @param head the last number the room had given when the page was read; 0 when it is gone
/// @param through the number up to which nothing else exists: what is neither here nor published has
///     been removed and will never come
/// @param gone whether the tables know no such room: it was deleted, or is so new that only the log
///     shows it yet
record LogPage(long published, List<NumberedEvent> events, long head, long through, boolean gone) {
    LogPage {
        events = List.copyOf(events);
    }
}
