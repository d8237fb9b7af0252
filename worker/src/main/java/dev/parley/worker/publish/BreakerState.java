// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

/// Whether requests reach a target.
public enum BreakerState {
    /// They do.
    CLOSED,
    /// None does for a while, because too many have failed.
    OPEN,
    /// One is under way and will decide.
    PROBING
}
