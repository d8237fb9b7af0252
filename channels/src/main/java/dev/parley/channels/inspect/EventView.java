// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.inspect;

import java.time.Instant;

/// One frame that was sent to a watched channel.
///
/// @param number counts the channel's frames from 1 on, for as long as it is watched
/// @param at when it was sent
/// @param frame the frame as subscribers got it, JSON; cut off after [Watch#MAX_CHARACTERS]
/// @param whole whether nothing was cut off
public record EventView(long number, Instant at, String frame, boolean whole) {}
