// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture;

/// What capturing is doing, for people and probes.
///
/// @param mode which way runs or is tried: `wal`, `slot`, `tables` or `forward`
/// @param state what it is doing, or what is in its way
/// @param detail a sentence: the position, why it is not running, why no better way runs
public record CaptureReport(String mode, CaptureState state, String detail) {
    /// Returns whether changes arrive now.
    public boolean running() {
        return state == CaptureState.RUNNING;
    }
}
