/// What Parley costs: micro-benchmarks of the parts that every message passes.
///
/// Run them with `java -jar` on this module's class path and JMH's own main class; figures mean
/// something only as ratios within one run.
@NullMarked
package dev.parley.bench;

import org.jspecify.annotations.NullMarked;
