// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

/// An event as a target publishes it.
///
/// @param channel full channel name
/// @param name event name
/// @param data JSON text, at most 10 240 bytes of UTF-8
/// @param eventId the same for every repeat of the same event; empty for one that means something new
///     each time, such as where the readers are
public record OutgoingEvent(String channel, String name, String data, String eventId) {}
