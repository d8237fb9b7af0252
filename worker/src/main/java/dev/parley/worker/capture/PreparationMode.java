// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture;

import java.time.Duration;

/// On what occasion a source is made ready.
///
/// @param patience how long the making of a slot may wait for transactions of others, which it has to
/// @param heldIsFine whether it matters not that somebody reads the slot at this moment
public record PreparationMode(Duration patience, boolean heldIsFine) {
    /// A session follows, and another way is there if this one takes long.
    public static final PreparationMode BRIEF = new PreparationMode(Duration.ofSeconds(3), false);

    /// A session follows, and there is no other way.
    public static final PreparationMode PATIENT = new PreparationMode(Duration.ofMinutes(5), false);

    /// Another way works meanwhile, perhaps by the same slot.
    public static final PreparationMode REHEARSAL =
            new PreparationMode(Duration.ofMinutes(5), true);
}
