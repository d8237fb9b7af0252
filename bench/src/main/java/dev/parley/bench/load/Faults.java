// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.load;

/// What a server did to messages that it should not have done.
///
/// @param lost deliveries that never came
/// @param duplicated deliveries that came more than once
/// @param reordered deliveries that came after a later one, or in another order than at other sockets
public record Faults(long lost, long duplicated, long reordered) {
    /// Nothing went wrong.
    public static final Faults NONE = new Faults(0, 0, 0);

    /// Returns whether every message came exactly once and in order.
    public boolean isNone() {
        return equals(NONE);
    }

    /// Returns the sum of both.
    public Faults plus(Faults other) {
        return new Faults(
                lost + other.lost, duplicated + other.duplicated, reordered + other.reordered);
    }

    @Override
    public String toString() {
        return lost + " lost, " + duplicated + " duplicated, " + reordered + " reordered";
    }
}
