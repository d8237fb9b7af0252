// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

/// Hears how a start gets on: each part is announced, then reported.
public interface StartupProgress {
    /// A part begins to start.
    void starting(String part);

    /// The part announced last has started.
    ///
    /// @param part its name
    /// @param detail what a person wants to know about it, such as its address
    void started(String part, String detail);
}
