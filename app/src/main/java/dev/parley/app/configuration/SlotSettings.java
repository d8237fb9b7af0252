// SPDX-License-Identifier: Apache-2.0
package dev.parley.app.configuration;

/// What the worker reads the write-ahead log through.
///
/// @param name the replication slot
/// @param publication the publication that lists the tables
/// @param lagBytes how much log may wait in the slot
public record SlotSettings(String name, String publication, long lagBytes) {}
