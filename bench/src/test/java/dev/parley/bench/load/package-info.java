/// The generator's checks, and the generator against a server in this process.
@NullMarked
package dev.parley.bench.load;

import org.jspecify.annotations.NullMarked;
