/// The servers that are compared: how each is started, as its users would, and how it is spoken to.
@NullMarked
package dev.parley.bench.peer;

import org.jspecify.annotations.NullMarked;
