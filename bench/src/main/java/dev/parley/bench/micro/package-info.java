/// Micro-benchmarks of what every message passes: signatures, frames, requests. `parley bench micro`
/// runs them; figures mean something only as ratios within one run.
@NullMarked
package dev.parley.bench.micro;

import org.jspecify.annotations.NullMarked;
