// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol;

/// Checks a configured number and says what it may be.
public final class Range {
    private Range() {}

    /// Refuses a value outside its range.
    ///
    /// @param name what the number is called, for the message
    /// @throws IllegalArgumentException such as `port is 70000, must be 0 to 65535`
    public static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " is " + value + ", must be " + least + " to " + most);
        }
    }
}
