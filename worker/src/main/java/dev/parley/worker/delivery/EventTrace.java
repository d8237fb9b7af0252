// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.delivery;

import java.time.Instant;

/// One event on its way from the room log to a target.
///
/// @param eventId its identity, the same for every repeat
/// @param channel the channel it is published on
/// @param kind its name, such as `new-message`
/// @param committed when its row was written, by the database's clock
/// @param captured when the worker had it; `committed` when it waited in the tables instead
public record EventTrace(
        String eventId, String channel, String kind, Instant committed, Instant captured) {}
