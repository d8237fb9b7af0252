// SPDX-License-Identifier: Apache-2.0
package dev.parley.warmup;

import java.time.Duration;

/// A time after which nothing new is begun.
///
/// @param beganNanos a value of [System#nanoTime()]
/// @param length how long work may be begun from then on
record Deadline(long beganNanos, Duration length) {
    boolean passed() {
        return System.nanoTime() - beganNanos >= length.toNanos();
    }
}
