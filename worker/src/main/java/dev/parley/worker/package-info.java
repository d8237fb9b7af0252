/// Placeholder for worker.
@NullMarked
package dev.parley.worker;

import org.jspecify.annotations.NullMarked;
