package dev.parley.worker.pump;

import dev.parley.worker.arrival.Arrivals;
import dev.parley.worker.meter.WorkerMeters;

/// Who is told how deliveries go.
///
/// @param arrivals told what the targets took
/// @param meters where deliveries are counted
public record Observers(Arrivals arrivals, WorkerMeters meters) {}
