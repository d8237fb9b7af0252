/// Tests of background threads.
@NullMarked
package dev.parley.worker.background;

import org.jspecify.annotations.NullMarked;
