// SPDX-License-Identifier: Apache-2.0
package dev.parley.channels.inspect;

import dev.parley.channels.app.ConnectionFacts;
import java.util.List;

/// Some connections of an app.
///
/// @param total how many there are
/// @param connections some of them, the youngest of those first
public record ConnectionPage(int total, List<ConnectionFacts> connections) {
    /// Copies the list.
    public ConnectionPage {
        connections = List.copyOf(connections);
    }
}
