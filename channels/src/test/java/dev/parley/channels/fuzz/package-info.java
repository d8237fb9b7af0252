/// Fuzz targets: what any client may send, against a server without sockets, and what must hold
/// whatever that was.
///
/// Each target is a class with `fuzzerTestOneInput(byte[])`. Inputs worth keeping are files in
/// `src/test/resources/fuzz`; [dev.parley.channels.fuzz.CorpusTest] runs them with every build,
/// [dev.parley.channels.fuzz.FuzzSuite] looks for new ones.
@NullMarked
package dev.parley.channels.fuzz;

import org.jspecify.annotations.NullMarked;
