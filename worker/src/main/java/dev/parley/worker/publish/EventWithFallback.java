// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

import java.util.Optional;

/// An event and what stands in for it when a target will not take it.
///
/// @param event the event itself
/// @param reference a small event of the same name that tells clients to fetch it instead; empty when
///     it may be left out
public record EventWithFallback(OutgoingEvent event, Optional<OutgoingEvent> reference) {}
