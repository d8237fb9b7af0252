// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.webhook;

import java.time.Duration;

/// Waits between two attempts; a test's moves its clock instead.
@FunctionalInterface
interface Pause {
    /// Waits.
    void await(Duration duration) throws InterruptedException;
}
