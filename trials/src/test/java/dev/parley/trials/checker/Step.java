// SPDX-License-Identifier: Apache-2.0
package dev.parley.trials.checker;

import java.util.Optional;
import java.util.UUID;

/// Something that happened on a client's screen.
public sealed interface Step {
    /// The room was loaded anew: the screen shows everything up to a number.
    record Loaded(String epoch, long rev) implements Step {}

    /// One change was applied to the screen, in the epoch that was loaded last.
    ///
    /// @param message as [Entry#message()]
    record Rendered(long rev, Optional<UUID> message) implements Step {}
}
