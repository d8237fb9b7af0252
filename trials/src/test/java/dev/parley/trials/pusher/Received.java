// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.pusher;

import java.time.Instant;

/// An event the server took.
///
/// @param order its place among all that were taken, from 1 on; repeats have places of their own
/// @param at when, by the clock of this machine
/// @param request number of the request that brought it, from 1 on
/// @param eventId what tells the event from all others, the same for its repeats; empty for a notice
/// @param channel the channel's full name
/// @param name the event's name
/// @param data the event's data, JSON text
public record Received(
        long order,
        Instant at,
        long request,
        String eventId,
        String channel,
        String name,
        String data) {}
