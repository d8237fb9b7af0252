// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

import java.util.OptionalLong;

/// Where to read on in a room's log.
///
/// @param room the room
/// @param after the number behind which to read; empty for the target's written position
record ReadPosition(String room, OptionalLong after) {}
