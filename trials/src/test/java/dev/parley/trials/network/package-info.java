/// Trials of the network between the worker and its database.
@NullMarked
package dev.parley.trials.network;

import org.jspecify.annotations.NullMarked;
