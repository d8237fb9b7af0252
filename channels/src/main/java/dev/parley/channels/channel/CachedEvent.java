// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.channel;

import dev.parley.channels.wire.TextFrame;
import java.time.Instant;

/// The last event of a cache channel.
///
/// @param data the event's data, for the HTTP API
/// @param frame the event as subscribers get it
/// @param until when it is forgotten
public record CachedEvent(String data, TextFrame frame, Instant until) {}
