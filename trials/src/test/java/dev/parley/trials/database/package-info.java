/// Trials of a database that crashes, is away, is busy, or is used in ways that seldom occur.
@NullMarked
package dev.parley.trials.database;

import org.jspecify.annotations.NullMarked;
