// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.publish;

/// One of several events that a target refused for good.
///
/// @param place which of them, from 0
/// @param reason what the target said about it
/// @param referred whether the target took the reference to it; if not, clients notice the missing
///     number by themselves
public record RejectedEvent(int place, RejectionReason reason, boolean referred) {}
