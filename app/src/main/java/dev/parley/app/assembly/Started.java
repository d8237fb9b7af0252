// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.assembly;

import dev.parley.app.client.Ports;
import java.time.Duration;

/// A start that went well.
///
/// @param ports what is listened on now
/// @param capturing whether the worker reads the log already; true without a worker
/// @param took how long the start took, the Java machine's own start not counted
public record Started(Ports ports, Duration took, boolean capturing) {}
