/// Placeholder for bench.
@NullMarked
package dev.parley.bench;

import org.jspecify.annotations.NullMarked;
