/// What Parley costs, and what others cost: `parley bench`.
@NullMarked
package dev.parley.bench;

import org.jspecify.annotations.NullMarked;
