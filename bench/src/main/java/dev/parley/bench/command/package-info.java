/// The command line: which servers and scenarios to run, in which order, and where the results go.
@NullMarked
package dev.parley.bench.command;

import org.jspecify.annotations.NullMarked;
