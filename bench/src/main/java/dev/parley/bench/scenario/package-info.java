/// What is measured: each scenario sets a load up against a started server, lets it warm, measures, and
/// checks that every message came once and in order.
@NullMarked
package dev.parley.bench.scenario;

import org.jspecify.annotations.NullMarked;
