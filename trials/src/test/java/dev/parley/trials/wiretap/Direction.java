// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.wiretap;

/// A direction through the proxy.
public enum Direction {
    /// From those who connect to the server.
    TO_SERVER,
    /// From the server to those who connected.
    TO_CLIENT
}
