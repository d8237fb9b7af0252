// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker;

import dev.parley.worker.capture.CaptureMeters;
import dev.parley.worker.capture.CaptureStrategy;
import dev.parley.worker.capture.ChangeSource;
import dev.parley.worker.capture.poll.SlotSource;
import dev.parley.worker.capture.poll.TablesSource;
import dev.parley.worker.capture.slot.Lease;
import dev.parley.worker.capture.wal.WalSource;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/// Makes the sources that a mode allows. They share one lease.
///
/// @param config of a worker that has a database; a direct address, if the log is to be streamed
/// @param pool connections for queries
/// @param targets names of all targets; a room counts as changed when one of them is behind in it
/// @param clock tells how long something has been silent
record CaptureSources(
        WorkerConfig config,
        DataSource pool,
        List<String> targets,
        CaptureMeters meters,
        InstantSource clock) {
    /// Returns them, best first.
    List<ChangeSource> create() {
        var lease = new Lease(pool, config.capture().slot(), UUID.randomUUID());
        return config.mode().strategies().stream().map(way -> source(way, lease)).toList();
    }

    private ChangeSource source(CaptureStrategy strategy, Lease lease) {
        var url = config.database().orElseThrow();
        var capture = config.capture();
        return switch (strategy) {
            case WAL -> new WalSource(url, capture, meters, clock);
            case SLOT -> new SlotSource(url, capture, meters, lease, clock);
            case TABLES -> new TablesSource(pool, capture, targets, lease, clock);
        };
    }
}
