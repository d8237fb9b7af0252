/// What a person reads.
@NullMarked
package dev.parley.bench.command;

import org.jspecify.annotations.NullMarked;
