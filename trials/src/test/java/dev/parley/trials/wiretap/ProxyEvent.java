// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.wiretap;

/// What a proxy has done.
public enum ProxyEvent {
    /// Connections taken.
    CONNECTIONS,
    /// Bytes passed on.
    BYTES,
    /// Portions of bytes that latency held back.
    DELAYED,
    /// Portions that had to wait for a slow line.
    THROTTLED,
    /// Portions that were passed on in slices.
    SLICED,
    /// Portions, ends and connections stuck in a hole.
    HELD,
    /// Bytes changed.
    FLIPPED,
    /// Connections reset.
    RESETS,
    /// Ways of connections ended while the other stayed open.
    HALF_CLOSES
}
