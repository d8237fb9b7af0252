// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

/// How far a load had come at a time.
///
/// @param nanos by [System#nanoTime]
/// @param deliveries events received, summed over the sockets
/// @param completed events answered and received by all
public record Progress(long nanos, long deliveries, long completed) {
    /// Returns the deliveries per second since `start`.
    public double deliveriesPerSecond(Progress start) {
        return (deliveries - start.deliveries) * 1e9 / (nanos - start.nanos);
    }

    /// Returns the completed publishes per second since `start`.
    public double publishesPerSecond(Progress start) {
        return (completed - start.completed) * 1e9 / (nanos - start.nanos);
    }
}
