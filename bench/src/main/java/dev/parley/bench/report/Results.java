// SPDX-License-Identifier: Apache-2.0
package dev.parley.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Everything that was measured, in the order it was first seen. Not thread-safe.
public final class Results {
    private final Map<Metric, Map<String, List<Double>>> values = new LinkedHashMap<>();
    private final List<Failure> failures = new ArrayList<>();
    private final Set<String> peers = new LinkedHashSet<>();

    /// A measurement that gave no value.
    ///
    /// @param scenario its name
    /// @param peer the server
    /// @param run from 1
    /// @param reason what a person reads
    public record Failure(String scenario, String peer, int run, String reason) {}

    /// Names a peer, so that it has a column even if nothing is measured.
    public void addPeer(String peer) {
        peers.add(peer);
    }

    /// Adds the value of one run.
    public void add(String peer, Metric metric, double value) {
        peers.add(peer);
        values.computeIfAbsent(metric, _ -> new LinkedHashMap<>())
                .computeIfAbsent(peer, _ -> new ArrayList<>())
                .add(value);
    }

    /// Adds a measurement that gave no value.
    public void fail(Failure failure) {
        failures.add(failure);
    }

    /// Returns the peers, ours first.
    public List<String> peers() {
        return List.copyOf(peers);
    }

    /// Returns what was measured.
    public List<Metric> metrics() {
        return List.copyOf(values.keySet());
    }

    /// Returns a peer's values of a metric, one per run that gave one.
    public List<Double> values(Metric metric, String peer) {
        return List.copyOf(values.getOrDefault(metric, Map.of()).getOrDefault(peer, List.of()));
    }

    /// Returns a peer's median and extremes, if it was measured.
    public Optional<Spread> spread(Metric metric, String peer) {
        return Spread.of(values(metric, peer));
    }

    /// Returns what gave no value.
    public List<Failure> failures() {
        return List.copyOf(failures);
    }
}
