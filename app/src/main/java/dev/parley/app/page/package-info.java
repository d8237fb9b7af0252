/// Placeholder.
@NullMarked
package dev.parley.app.page;

import org.jspecify.annotations.NullMarked;
