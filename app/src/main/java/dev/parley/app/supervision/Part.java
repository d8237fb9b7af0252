// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.supervision;

/// A part of the product that may end by itself, such as a process or a listener. One thread calls it.
public interface Part {
    /// Returns its name for people.
    String name();

    /// Returns whether it does its work; returns at once.
    boolean isUp();

    /// Starts it again where it was.
    ///
    /// @throws Exception when it does not start
    void restart() throws Exception;

    /// Does what is due while it works, about once a second.
    default void tend() {}
}
