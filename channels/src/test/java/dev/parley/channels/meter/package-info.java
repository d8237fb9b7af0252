/// Meters for tests.
@NullMarked
package dev.parley.channels.meter;

import org.jspecify.annotations.NullMarked;
