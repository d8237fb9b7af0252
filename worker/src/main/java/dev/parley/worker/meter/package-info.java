/// What the worker counts, by the names of `docs/metrics.md`: [dev.parley.worker.meter.WorkerMeters]
/// gives every part the same prefix and the same way to count. Meters that only one part knows live
/// beside that part and are made from it.
///
/// Every method may be called by any thread, and counting costs one addition.
@NullMarked
package dev.parley.worker.meter;

import org.jspecify.annotations.NullMarked;
