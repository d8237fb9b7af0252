// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.checker;

import java.util.List;
import java.util.Map;

/// Everything a run left behind.
///
/// @param written what the writers were told
/// @param table what the database holds, read after the writers had ended
/// @param published what each target took, by its name, in the order it arrived, repeats included
/// @param screens what clients showed; empty when there were none
public record History(
        Written written, Table table, Map<String, List<Entry>> published, List<Screen> screens) {
    /// Copies the collections.
    public History {
        published = Map.copyOf(published);
        screens = List.copyOf(screens);
    }
}
