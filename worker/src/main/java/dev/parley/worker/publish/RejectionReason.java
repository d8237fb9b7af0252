// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

/// Why a target does not take events that it has read.
///
/// @param status the status it answered
/// @param reason what it said
public record RejectionReason(int status, String reason) {
    static final int TOO_LARGE = 413;

    /// Returns whether they are merely too large, which no repeat will change.
    boolean isTooLarge() {
        return status == TOO_LARGE;
    }
}
