// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.logging;

/// How a log line is written.
public enum LogFormat {
    /// For people.
    TEXT,
    /// One JSON object a line, for programs.
    JSON
}
