// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.doctor.check;

/// How bad a finding is.
public enum Level {
    /// As it should be.
    OK,
    /// Messages arrive, but not as well or as safely as they could.
    WARN,
    /// Messages are lost, late or not let in.
    FAIL,
    /// Nothing was looked at, because something else is missing.
    SKIP
}
