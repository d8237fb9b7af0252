// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.dispatch;

/// An event that a target refused for good, as it is written down.
///
/// @param epoch the epoch it belongs to
/// @param room the room
/// @param rev its number in the room's log
/// @param kind name of the event
/// @param reason what the target said
/// @param referred whether the target took a reference to it instead
record DeadLetter(
        String epoch, String room, long rev, String kind, String reason, boolean referred) {
    private static final int MAX_REASON = 500;

    /// Cuts the reason off.
    DeadLetter {
        reason = reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON);
    }
}
