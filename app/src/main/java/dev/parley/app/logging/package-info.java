/// Placeholder.
@NullMarked
package dev.parley.app.logging;

import org.jspecify.annotations.NullMarked;
