// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.inspect;

/// One app at a moment.
///
/// @param id its id
/// @param enabled whether it is served
/// @param connections open connections
/// @param users distinct signed-in users
/// @param channels channels somebody is subscribed to, or that remember an event
public record AppView(String id, boolean enabled, int connections, int users, int channels) {}
