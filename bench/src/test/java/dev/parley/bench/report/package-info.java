/// How results are summed up.
@NullMarked
package dev.parley.bench.report;

import org.jspecify.annotations.NullMarked;
