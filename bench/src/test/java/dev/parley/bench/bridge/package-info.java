/// Tests of the parts of the bridge's measurement.
@NullMarked
package dev.parley.bench.bridge;

import org.jspecify.annotations.NullMarked;
