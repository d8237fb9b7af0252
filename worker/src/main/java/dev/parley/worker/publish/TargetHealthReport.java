// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How a target answers, for people and probes.
///
/// @param breaker whether requests reach it
/// @param failingSince since when nothing has been taken although something was sent; empty when all
///     is well
/// @param misconfigured whether it rejects this worker altogether, so that a person must act
/// @param reason what it said last; empty when all is well
/// @param clockAhead by how much our clock is ahead of the target's, negative when behind; empty when
///     that is not why it rejects us
public record TargetHealthReport(
        BreakerState breaker,
        Optional<Instant> failingSince,
        boolean misconfigured,
        String reason,
        Optional<Duration> clockAhead) {}
