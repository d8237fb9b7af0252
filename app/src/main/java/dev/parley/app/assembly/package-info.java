/// Placeholder.
@NullMarked
package dev.parley.app.assembly;

import org.jspecify.annotations.NullMarked;
