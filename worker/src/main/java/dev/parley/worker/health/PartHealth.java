// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.health;

/// How a part of the process beside the worker fares, such as its database or a listener.
///
/// @param name its name
/// @param up whether it does its work
/// @param restarts how often it was started again since the process began
public record PartHealth(String name, boolean up, int restarts) {}
