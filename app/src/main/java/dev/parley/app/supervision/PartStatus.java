// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.supervision;

import java.time.Instant;

/// How a part fares.
///
/// @param name its name
/// @param up whether it does its work
/// @param since when that began, as far as it was seen
/// @param restarts how often it was started again
public record PartStatus(String name, boolean up, Instant since, int restarts) {}
