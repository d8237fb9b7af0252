// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

/// What a configuration is read for, which decides what must be set.
public enum RunMode {
    /// All parts at once; what is not set runs on this machine.
    EVERYTHING,
    /// The worker alone, between a database and a Pusher that others run.
    WORKER,
    /// The Pusher-compatible server alone.
    CHANNELS,
    /// A command that serves nobody.
    TOOL
}
