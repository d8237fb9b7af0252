/// Results: what was measured in which run, the medians, and the table and the file they end in.
@NullMarked
package dev.parley.bench.report;

import org.jspecify.annotations.NullMarked;
