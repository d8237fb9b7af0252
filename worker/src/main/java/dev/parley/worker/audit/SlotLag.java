// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.audit;

/// How the replication slot stands.
///
/// @param active whether somebody reads it
/// @param lagBytes log that was written and not yet confirmed
/// @param retainedBytes log that the database keeps for the slot
record SlotLag(boolean active, long lagBytes, long retainedBytes) {}
