// SPDX-License-Identifier: Apache-2.0
package dev.parley.worker.capture;

import dev.parley.database.DatabaseUrl;
import dev.parley.worker.capture.Capture.Candidate;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/// What there is to capture from.
///
/// @param strategies which ways may be gone, best first, at least one
/// @param url the database; a direct address, if the log is to be streamed
/// @param pool connections for queries
/// @param targets names of all targets; a room counts as changed when one of them is behind in it
/// @param config names and bounds
/// @param meters what counts
public record CaptureSetup(
        List<CaptureStrategy> strategies,
        DatabaseUrl url,
        DataSource pool,
        List<String> targets,
        CaptureConfig config,
        CaptureMeters meters) {
    /// Copies the lists and refuses to go no way.
    public CaptureSetup {
        strategies = List.copyOf(strategies);
        targets = List.copyOf(targets);
        if (strategies.isEmpty()) {
            throw new IllegalArgumentException("there must be a way to capture");
        }
    }

    List<Candidate> candidates(CaptureStatus status, InstantSource clock) {
        var lease = new Lease(pool, config.slot(), UUID.randomUUID());
        return strategies.stream()
                .map(strategy -> new Candidate(strategy, source(strategy, status, lease, clock)))
                .toList();
    }

    private ChangeSource source(
            CaptureStrategy strategy, CaptureStatus status, Lease lease, InstantSource clock) {
        return switch (strategy) {
            case WAL -> new WalSource(url, config, status, clock);
            case SLOT -> new SlotSource(url, config, status, lease, clock);
            case TABLES -> new TablesSource(pool, config, targets, lease, clock);
        };
    }
}
